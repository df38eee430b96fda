using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Perto.Platform;

/// <summary>Writes a conversation as <c>POST /api/chat</c> takes it.</summary>
internal static class OllamaChatRequest
{
    public static void Write(Utf8JsonWriter json, string model, string? keepAlive, IReadOnlyList<ChatMessage> messages, ChatOptions? options, bool stream)
    {
        json.WriteStartObject();
        json.WriteString("model", model);
        json.WriteBoolean("stream", stream);
        OllamaSettings.WriteKeepAlive(json, keepAlive);
        WriteMessages(json, messages);
        WriteFormat(json, options?.ResponseFormat);
        // Ollama has no way to forbid or demand a tool: without tools none is called.
        if (options?.ToolMode is not NoneChatToolMode)
            WriteTools(json, [.. options?.Tools?.OfType<AIFunctionDeclaration>() ?? []]);
        WriteOptions(json, options);
        json.WriteEndObject();
    }

    private static void WriteMessages(Utf8JsonWriter json, IReadOnlyList<ChatMessage> messages)
    {
        Dictionary<string, string> functions = new(StringComparer.Ordinal);
        json.WriteStartArray("messages");
        foreach (ChatMessage message in messages)
        {
            foreach (FunctionResultContent result in message.Contents.OfType<FunctionResultContent>())
            {
                json.WriteStartObject();
                json.WriteString("role", "tool");
                json.WriteString("content", ChatTexts.Of(result));
                if (functions.TryGetValue(result.CallId, out string? name))
                    json.WriteString("tool_name", name);
                json.WriteEndObject();
            }
            if (message.Contents.All(content => content is FunctionResultContent) && message.Contents.Count > 0)
                continue;
            FunctionCallContent[] calls = [.. message.Contents.OfType<FunctionCallContent>()];
            json.WriteStartObject();
            json.WriteString("role", message.Role.Value);
            json.WriteString("content", message.Text);
            DataContent[] images = [.. message.Contents.OfType<DataContent>().Where(data => data.HasTopLevelMediaType("image"))];
            if (images.Length > 0)
                json.WriteStrings("images", images.Select(image => Convert.ToBase64String(image.Data.Span)));
            if (calls.Length > 0)
                WriteCalls(json, calls);
            json.WriteEndObject();
            foreach (FunctionCallContent call in calls)
                functions[call.CallId] = call.Name;
        }
        json.WriteEndArray();
    }

    private static void WriteCalls(Utf8JsonWriter json, FunctionCallContent[] calls)
    {
        json.WriteStartArray("tool_calls");
        foreach (FunctionCallContent call in calls)
        {
            json.WriteStartObject();
            json.WriteStartObject("function");
            json.WriteString("name", call.Name);
            json.WritePropertyName("arguments");
            json.WriteRawValue(ChatTexts.Arguments(call));
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteFormat(Utf8JsonWriter json, ChatResponseFormat? format)
    {
        if (format is not ChatResponseFormatJson asked)
            return;
        json.WritePropertyName("format");
        if (asked.Schema is { } schema)
            schema.WriteTo(json);
        else
            json.WriteStringValue("json");
    }

    private static void WriteTools(Utf8JsonWriter json, AIFunctionDeclaration[] tools)
    {
        if (tools.Length == 0)
            return;
        json.WriteStartArray("tools");
        foreach (AIFunctionDeclaration tool in tools)
        {
            json.WriteStartObject();
            json.WriteString("type", "function");
            json.WriteStartObject("function");
            json.WriteString("name", tool.Name);
            json.WriteString("description", tool.Description);
            json.WritePropertyName("parameters");
            tool.JsonSchema.WriteTo(json);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteOptions(Utf8JsonWriter json, ChatOptions? options)
    {
        if (options is null)
            return;
        json.WriteStartObject("options");
        Number(json, "temperature", options.Temperature);
        Number(json, "top_p", options.TopP);
        Number(json, "top_k", options.TopK);
        Number(json, "num_predict", options.MaxOutputTokens);
        Number(json, "frequency_penalty", options.FrequencyPenalty);
        Number(json, "presence_penalty", options.PresencePenalty);
        if (options.Seed is { } seed)
            json.WriteNumber("seed", seed);
        if (options.StopSequences is { Count: > 0 } stops)
            json.WriteStrings("stop", stops);
        json.WriteEndObject();
    }

    private static void Number(Utf8JsonWriter json, string name, float? value)
    {
        if (value is { } given)
            json.WriteNumber(name, given);
    }
}
