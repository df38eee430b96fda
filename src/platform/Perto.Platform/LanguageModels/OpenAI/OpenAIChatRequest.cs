using Microsoft.Extensions.AI;
using OpenAI.Chat;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;
using ChatResponseFormat = Microsoft.Extensions.AI.ChatResponseFormat;
using SentFormat = OpenAI.Chat.ChatResponseFormat;
using SentMessage = OpenAI.Chat.ChatMessage;

namespace Perto.Platform;

/// <summary>A conversation and its options as the vendor's client takes them.</summary>
internal static class OpenAIChatRequest
{
    /// <summary>The messages; a message with results of functions becomes one for each of them.</summary>
    /// <exception cref="InvalidValueException">A content is none that can be sent.</exception>
    public static List<SentMessage> Messages(IReadOnlyList<ChatMessage> messages)
    {
        List<SentMessage> sent = [];
        foreach (ChatMessage message in messages)
        {
            sent.AddRange(message.Contents.OfType<FunctionResultContent>().Select(result => new ToolChatMessage(result.CallId, ChatTexts.Of(result))));
            if (message.Role == ChatRole.Tool)
                continue;
            if (message.Role == ChatRole.System)
                sent.Add(new SystemChatMessage(message.Text));
            else if (message.Role == ChatRole.Assistant)
                sent.Add(Assistant(message));
            else if (message.Contents.Any(content => content is not FunctionResultContent) || message.Contents.Count == 0)
                sent.Add(new UserChatMessage(Parts(message)) { ParticipantName = message.AuthorName });
        }
        return sent;
    }

    /// <summary>The options.</summary>
    public static ChatCompletionOptions Options(ChatOptions? options)
    {
        ChatCompletionOptions sent = new();
        if (options is null)
            return sent;
        sent.Temperature = options.Temperature;
        sent.TopP = options.TopP;
        sent.MaxOutputTokenCount = options.MaxOutputTokens;
        sent.FrequencyPenalty = options.FrequencyPenalty;
        sent.PresencePenalty = options.PresencePenalty;
        sent.ResponseFormat = Format(options.ResponseFormat);
#pragma warning disable OPENAI001 // The vendor marks the seed as a trial.
        sent.Seed = options.Seed;
#pragma warning restore OPENAI001
        foreach (string stop in options.StopSequences ?? [])
            sent.StopSequences.Add(stop);
        foreach (AIFunctionDeclaration tool in options.Tools?.OfType<AIFunctionDeclaration>() ?? [])
            sent.Tools.Add(ChatTool.CreateFunctionTool(tool.Name, tool.Description, BinaryData.FromString(tool.JsonSchema.GetRawText())));
        // Both are refused where there are no tools.
        if (sent.Tools.Count > 0)
        {
            sent.ToolChoice = Choice(options.ToolMode);
            sent.AllowParallelToolCalls = options.AllowMultipleToolCalls;
        }
        return sent;
    }

    private static AssistantChatMessage Assistant(ChatMessage message)
    {
        ChatToolCall[] calls =
        [
            .. message.Contents.OfType<FunctionCallContent>()
                .Select(call => ChatToolCall.CreateFunctionToolCall(call.CallId, call.Name, BinaryData.FromString(ChatTexts.Arguments(call)))),
        ];
        if (calls.Length == 0)
            return new AssistantChatMessage(message.Text);
        AssistantChatMessage sent = new(calls);
        if (message.Text.Length > 0)
            sent.Content.Add(ChatMessageContentPart.CreateTextPart(message.Text));
        return sent;
    }

    private static List<ChatMessageContentPart> Parts(ChatMessage message)
    {
        List<ChatMessageContentPart> parts = [];
        foreach (AIContent content in message.Contents)
        {
            switch (content)
            {
                case TextContent text:
                    parts.Add(ChatMessageContentPart.CreateTextPart(text.Text));
                    break;
                case DataContent image when image.HasTopLevelMediaType("image"):
                    parts.Add(ChatMessageContentPart.CreateImagePart(BinaryData.FromBytes(image.Data), image.MediaType));
                    break;
                case UriContent image when image.HasTopLevelMediaType("image"):
                    parts.Add(ChatMessageContentPart.CreateImagePart(image.Uri));
                    break;
                case FunctionResultContent:
                    break;
                default:
                    throw new InvalidValueException("messages", content.GetType().Name, "texts, images, calls of functions and their results", $"messages cannot hold {content.GetType().Name}; they hold texts, images, calls of functions and their results");
            }
        }
        if (parts.Count == 0)
            parts.Add(ChatMessageContentPart.CreateTextPart(""));
        return parts;
    }

    private static SentFormat? Format(ChatResponseFormat? format) => format switch
    {
        null => null,
        ChatResponseFormatJson { Schema: { } schema } json => SentFormat.CreateJsonSchemaFormat(
            json.SchemaName ?? "answer", BinaryData.FromString(schema.GetRawText()), json.SchemaDescription, jsonSchemaIsStrict: null),
        ChatResponseFormatJson => SentFormat.CreateJsonObjectFormat(),
        _ => SentFormat.CreateTextFormat(),
    };

    private static ChatToolChoice? Choice(ChatToolMode? mode) => mode switch
    {
        NoneChatToolMode => ChatToolChoice.CreateNoneChoice(),
        RequiredChatToolMode { RequiredFunctionName: { } name } => ChatToolChoice.CreateFunctionChoice(name),
        RequiredChatToolMode => ChatToolChoice.CreateRequiredChoice(),
        AutoChatToolMode => ChatToolChoice.CreateAutoChoice(),
        _ => null,
    };
}
