using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Perto.Platform;

/// <summary>Counts what a chat takes, to the caller or to the tenant that a call's options name.</summary>
internal sealed class MeteredChatClient(IChatClient inner, ModelName model, ModelCaller caller, ModelUsage usage) : DelegatingChatClient(inner)
{
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<ChatMessage> sent = [.. messages];
        (ModelName asked, ModelCaller whose) = Of(options);
        await usage.RequireAsync(asked, whose, LanguageModelKind.Chat, cancellationToken);
        ModelCall call = ModelCall.Begin();
        try
        {
            ChatResponse response = await base.GetResponseAsync(sent, options, cancellationToken);
            Record(asked, whose, Work(sent, options, response.Usage, response.Text.Length));
            return response;
        }
        finally
        {
            Record(asked, whose, call.Requests);
        }
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        IReadOnlyList<ChatMessage> sent = [.. messages];
        (ModelName asked, ModelCaller whose) = Of(options);
        await usage.RequireAsync(asked, whose, LanguageModelKind.Chat, cancellationToken);
        // All attempts end with the first part that comes: they run below this, before anything is given back.
        ModelCall call = ModelCall.Begin();
        bool begun = false;
        long characters = 0;
        UsageDetails? took = null;
        try
        {
            await foreach (ChatResponseUpdate update in base.GetStreamingResponseAsync(sent, options, cancellationToken))
            {
                begun = true;
                characters += update.Text.Length;
                took = update.Contents.OfType<UsageContent>().LastOrDefault()?.Details ?? took;
                yield return update;
            }
        }
        finally
        {
            // What was begun is billed, also where nobody reads on and the provider never says how much it was.
            if (begun)
                Record(asked, whose, Work(sent, options, took, characters));
            Record(asked, whose, call.Requests);
        }
    }

    private (ModelName Asked, ModelCaller Whose) Of(ChatOptions? options) =>
        (options?.ModelId is { Length: > 0 } other ? model with { Model = other } : model, caller.With(options?.AdditionalProperties));

    private static ModelWork Work(IReadOnlyList<ChatMessage> sent, ChatOptions? options, UsageDetails? took, long characters) =>
        new(sent.Count, took?.InputTokenCount, took?.OutputTokenCount)
        {
            Sent = ChatTexts.Tokens(ChatTexts.WithInstructions(sent, options)),
            Received = RemoteTexts.Tokens(characters),
        };

    private void Record(ModelName asked, ModelCaller whose, params IEnumerable<ModelWork> requests)
    {
        foreach (ModelWork request in requests)
            usage.Record(asked, whose, LanguageModelKind.Chat, request);
    }
}
