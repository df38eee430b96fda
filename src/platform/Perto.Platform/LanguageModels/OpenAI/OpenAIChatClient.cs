using System.ClientModel;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using ChatFinishReason = Microsoft.Extensions.AI.ChatFinishReason;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace Perto.Platform;

/// <summary>A model of OpenAI that answers in words: <c>POST v1/chat/completions</c>. Safe for use by many threads.</summary>
internal sealed class OpenAIChatClient(OpenAIService service, string model, ModelRate rate) : IChatClient
{
    private const string Refused = "refusal";

    private readonly ChatClient _client = service.Chat(model);
    private readonly ChatClientMetadata _metadata = new(OpenAIProvider.ProviderName, service.Address, model);

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<ChatMessage> conversation = ChatTexts.WithInstructions(messages, options);
        ModelRequest request = new(rate, ChatTexts.Work(conversation));
        ChatResponse response = await service.CallAsync(
            async attempt =>
            {
                ClientResult<ChatCompletion> answer = await Client(options).CompleteChatAsync(
                    OpenAIChatRequest.Messages(conversation), OpenAIChatRequest.Options(options), attempt);
                return Read(answer.Value);
            },
            request,
            cancellationToken);
        request.Answered(response.Usage?.TotalTokenCount);
        return response;
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        IReadOnlyList<ChatMessage> conversation = ChatTexts.WithInstructions(messages, options);
        ModelRequest request = new(rate, ChatTexts.Work(conversation));
        StreamedCalls calls = new();
        bool finished = false;
        await foreach (StreamingChatCompletionUpdate part in service.PartsAsync(
            attempt => Client(options).CompleteChatStreamingAsync(OpenAIChatRequest.Messages(conversation), OpenAIChatRequest.Options(options), attempt), request, cancellationToken))
        {
            ChatResponseUpdate update = Read(part, calls);
            finished |= update.FinishReason is not null;
            if (part.Usage is { } usage)
                request.Answered(usage.TotalTokenCount);
            yield return update;
        }
        if (!finished)
            throw new DependencyException(service.Dependency.Name, "broke off its answer", "Ask again; calls work again as soon as it answers whole") { Transient = true };
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(ChatClientMetadata) ? _metadata
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    // The connections are the provider's.
    public void Dispose()
    {
    }

    private ChatClient Client(ChatOptions? options) => options?.ModelId is { } other && other != model ? service.Chat(other) : _client;

    private static ChatResponse Read(ChatCompletion answer)
    {
        List<AIContent> contents = [.. Contents(answer.Content)];
        if (answer.Refusal is { Length: > 0 } refusal)
            contents.Add(new ErrorContent(refusal) { ErrorCode = Refused });
        contents.AddRange(answer.ToolCalls.Select(call => ChatTexts.Call(call.Id, call.FunctionName, call.FunctionArguments.ToString())));
        return new ChatResponse(new ChatMessage(ChatRole.Assistant, contents) { MessageId = answer.Id })
        {
            ResponseId = answer.Id,
            ModelId = answer.Model,
            CreatedAt = answer.CreatedAt,
            FinishReason = FinishReason(answer.FinishReason),
            Usage = answer.Usage is null ? null : Usage(answer.Usage),
            RawRepresentation = answer,
        };
    }

    private static ChatResponseUpdate Read(StreamingChatCompletionUpdate part, StreamedCalls calls)
    {
        List<AIContent> contents = [.. Contents(part.ContentUpdate)];
        if (part.RefusalUpdate is { Length: > 0 } refusal)
            contents.Add(new ErrorContent(refusal) { ErrorCode = Refused });
        foreach (StreamingChatToolCallUpdate call in part.ToolCallUpdates)
            calls.Add(call);
        // A call is whole only when the model says that it has ended.
        if (part.FinishReason is not null)
            contents.AddRange(calls.Take());
        if (part.Usage is { } usage)
            contents.Add(new UsageContent(Usage(usage)));
        return new ChatResponseUpdate(ChatRole.Assistant, contents)
        {
            ResponseId = part.CompletionId,
            MessageId = part.CompletionId,
            ModelId = part.Model,
            CreatedAt = part.CreatedAt,
            FinishReason = part.FinishReason is { } reason ? FinishReason(reason) : null,
            RawRepresentation = part,
        };
    }

    private static IEnumerable<AIContent> Contents(ChatMessageContent content) =>
        content.Where(part => part.Kind == ChatMessageContentPartKind.Text && part.Text.Length > 0).Select(part => new TextContent(part.Text));

    private static UsageDetails Usage(ChatTokenUsage usage) => new()
    {
        InputTokenCount = usage.InputTokenCount,
        OutputTokenCount = usage.OutputTokenCount,
        TotalTokenCount = usage.TotalTokenCount,
        CachedInputTokenCount = usage.InputTokenDetails?.CachedTokenCount,
        ReasoningTokenCount = usage.OutputTokenDetails?.ReasoningTokenCount,
    };

    private static ChatFinishReason FinishReason(OpenAI.Chat.ChatFinishReason reason) => reason switch
    {
        OpenAI.Chat.ChatFinishReason.Length => ChatFinishReason.Length,
        OpenAI.Chat.ChatFinishReason.ContentFilter => ChatFinishReason.ContentFilter,
        OpenAI.Chat.ChatFinishReason.ToolCalls or OpenAI.Chat.ChatFinishReason.FunctionCall => ChatFinishReason.ToolCalls,
        _ => ChatFinishReason.Stop,
    };
}
