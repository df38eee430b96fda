using System.Text.Json;

namespace Perto.Testing;

/// <summary>
/// What doubles of chats answer: what was said last, in other words; a call of the first function where there are functions and a person spoke last; what
/// the function gave after that; at most so many words as are asked for.
/// </summary>
internal sealed record ScriptedChat(string Text, bool CutShort, string? Tool, Dictionary<string, string>? Arguments, int InputTokens)
{
    /// <summary>The text in parts as they are streamed.</summary>
    public IReadOnlyList<string> Words => Tool is not null ? [] : [.. Text.Split(' ').Select((word, at) => at == 0 ? word : $" {word}")];

    public int OutputTokens => Tool is not null ? 5 : Words.Count;

    /// <summary>Reads a request; OpenAI's and Ollama's are alike in what matters.</summary>
    public static ScriptedChat Of(JsonElement body)
    {
        JsonElement[] messages = [.. body.GetProperty("messages").EnumerateArray()];
        JsonElement last = messages[^1];
        string role = last.GetProperty("role").GetString()!;
        int tokens = messages.Sum(message => MadeVectors.Words(Content(message)));
        bool json = body.TryGetProperty("response_format", out JsonElement format) && format.GetProperty("type").GetString() is "json_object" or "json_schema"
            || body.TryGetProperty("format", out _);
        if (role == "user" && body.TryGetProperty("tools", out JsonElement tools))
        {
            string name = tools[0].GetProperty("function").GetProperty("name").GetString()!;
            return new ScriptedChat("", false, name, new Dictionary<string, string>(StringComparer.Ordinal) { ["city"] = Content(last) }, tokens);
        }
        string text = json ? JsonSerializer.Serialize(new { said = Content(last) }) : role == "tool" ? $"It is {Content(last)} there" : $"You said: {Content(last)}";
        int? most = Most(body, "max_completion_tokens") ?? Most(body, "max_tokens") ?? (body.TryGetProperty("options", out JsonElement options) ? Most(options, "num_predict") : null);
        string[] words = text.Split(' ');
        return most < words.Length
            ? new ScriptedChat(string.Join(' ', words.Take(most.Value)), true, null, null, tokens)
            : new ScriptedChat(text, false, null, null, tokens);
    }

    private static int? Most(JsonElement body, string name) => body.TryGetProperty(name, out JsonElement most) ? most.GetInt32() : null;

    private static string Content(JsonElement message) =>
        !message.TryGetProperty("content", out JsonElement content) ? ""
        : content.ValueKind switch
        {
            JsonValueKind.String => content.GetString()!,
            JsonValueKind.Array => string.Concat(content.EnumerateArray().Where(part => part.GetProperty("type").GetString() == "text").Select(part => part.GetProperty("text").GetString())),
            _ => "",
        };
}
