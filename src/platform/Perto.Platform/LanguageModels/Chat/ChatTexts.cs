using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Perto.Platform;

/// <summary>Parts of a conversation as services of models take them.</summary>
internal static class ChatTexts
{
    /// <summary>The messages, with the instructions of the options before them.</summary>
    public static IReadOnlyList<ChatMessage> WithInstructions(IEnumerable<ChatMessage> messages, ChatOptions? options) =>
        string.IsNullOrEmpty(options?.Instructions) ? [.. messages] : [new ChatMessage(ChatRole.System, options.Instructions), .. messages];

    /// <summary>What a function gave, as text.</summary>
    public static string Of(FunctionResultContent result) => result.Result switch
    {
        null when result.Exception is { } failure => $"error: {failure.Message}",
        null => "null",
        string text => text,
        var value => JsonSerializer.Serialize(value, value.GetType(), PertoJson.Options),
    };

    /// <summary>The arguments of a call, as JSON.</summary>
    public static string Arguments(FunctionCallContent call) => JsonSerializer.Serialize(call.Arguments ?? new Dictionary<string, object?>(StringComparer.Ordinal), PertoJson.Options);

    /// <summary>A call that a model asks for. Where its arguments are no object of JSON, the content's exception says so.</summary>
    public static FunctionCallContent Call(string id, string name, string arguments) => FunctionCallContent.CreateFromParsedArguments(
        arguments,
        id,
        name,
        static text => text.Length == 0 ? null : JsonSerializer.Deserialize<Dictionary<string, object?>>(text));

    /// <summary>A conversation as what a request takes, before it is known how many tokens.</summary>
    public static ModelWork Work(IReadOnlyList<ChatMessage> messages) => new(messages.Count) { Sent = Tokens(messages) };

    /// <summary>About how many tokens a conversation has.</summary>
    public static long Tokens(IReadOnlyList<ChatMessage> messages) => RemoteTexts.Tokens([.. messages.Select(message => message.Text)]);
}
