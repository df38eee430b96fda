using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Perto.Platform;

/// <summary>Reads an answer of <c>POST /api/chat</c>, whole or a line of it.</summary>
internal static class OllamaChatAnswer
{
    /// <summary>What the message says and asks for.</summary>
    public static List<AIContent> Contents(JsonElement answer)
    {
        List<AIContent> contents = [];
        if (!answer.TryGetProperty("message", out JsonElement message))
            return contents;
        if (message.TryGetProperty("thinking", out JsonElement thought) && thought.GetString() is { Length: > 0 } thinking)
            contents.Add(new TextReasoningContent(thinking));
        if (message.TryGetProperty("content", out JsonElement said) && said.GetString() is { Length: > 0 } text)
            contents.Add(new TextContent(text));
        if (message.TryGetProperty("tool_calls", out JsonElement calls) && calls.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement call in calls.EnumerateArray())
            {
                JsonElement function = call.GetProperty("function");
                // Only newer versions give calls an id.
                string id = call.TryGetProperty("id", out JsonElement given) && given.GetString() is { Length: > 0 } named ? named : $"call_{RandomNumberGenerator.GetHexString(16, lowercase: true)}";
                contents.Add(ChatTexts.Call(id, function.GetProperty("name").GetString()!, function.GetProperty("arguments").GetRawText()));
            }
        }
        return contents;
    }

    /// <summary>Whether the answer ends here.</summary>
    public static bool IsDone(JsonElement answer) => answer.GetProperty("done").GetBoolean();

    /// <summary>Why the answer ended.</summary>
    public static ChatFinishReason FinishReason(JsonElement answer, bool called) =>
        called ? ChatFinishReason.ToolCalls
        : answer.TryGetProperty("done_reason", out JsonElement reason) && reason.GetString() == "length" ? ChatFinishReason.Length
        : ChatFinishReason.Stop;

    /// <summary>What the last part says of tokens; a prompt that was read before may be left out.</summary>
    public static UsageDetails Usage(JsonElement answer)
    {
        long? input = RemoteAnswers.Count(answer, "prompt_eval_count");
        long? output = RemoteAnswers.Count(answer, "eval_count");
        return new UsageDetails { InputTokenCount = input, OutputTokenCount = output, TotalTokenCount = input + output };
    }

    /// <summary>When it was made.</summary>
    public static DateTimeOffset? CreatedAt(JsonElement answer) =>
        answer.TryGetProperty("created_at", out JsonElement at)
        && DateTimeOffset.TryParse(at.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset moment) ? moment : null;

    /// <summary>The model that answered.</summary>
    public static string? Model(JsonElement answer) => answer.TryGetProperty("model", out JsonElement model) ? model.GetString() : null;
}
