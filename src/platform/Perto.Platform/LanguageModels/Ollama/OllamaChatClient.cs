using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Perto.Platform;

/// <summary>A model in Ollama that answers in words: <c>POST /api/chat</c>. Safe for use by many threads.</summary>
internal sealed class OllamaChatClient(OllamaService service, OllamaSettings settings, string model, ModelRate rate) : IChatClient
{
    private const string Path = "api/chat";

    private readonly ChatClientMetadata _metadata = new(OllamaProvider.ProviderName, settings.Url, model);

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<ChatMessage> sent = ChatTexts.WithInstructions(messages, options);
        string asked = options?.ModelId ?? model;
        ModelRequest request = new(rate, ChatTexts.Work(sent));
        ChatResponse response = await service.SendAsync(
            Path, asked, json => OllamaChatRequest.Write(json, asked, settings.KeepAlive, sent, options, stream: false), Read, request, cancellationToken);
        request.Answered(response.Usage?.TotalTokenCount);
        return response;
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        IReadOnlyList<ChatMessage> sent = ChatTexts.WithInstructions(messages, options);
        string asked = options?.ModelId ?? model;
        ModelRequest request = new(rate, ChatTexts.Work(sent));
        string id = $"ollama-{RandomNumberGenerator.GetHexString(16, lowercase: true)}";
        bool called = false;
        await foreach (JsonElement line in service.LinesAsync(
            Path, asked, json => OllamaChatRequest.Write(json, asked, settings.KeepAlive, sent, options, stream: true), request, cancellationToken))
        {
            ChatResponseUpdate update = ReadLine(line, id, ref called, out UsageDetails? usage);
            if (usage is not null)
                request.Answered(usage.TotalTokenCount);
            yield return update;
            if (usage is not null)
                yield break;
        }
        throw new DependencyException(service.Dependency.Name, "broke off its answer", "Ask again; if it stays, look at the log of Ollama") { Transient = true };
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

    private static ChatResponse Read(JsonElement answer)
    {
        if (!OllamaChatAnswer.IsDone(answer))
            throw new JsonException("done is false in an answer that is whole");
        List<AIContent> contents = OllamaChatAnswer.Contents(answer);
        return new ChatResponse(new ChatMessage(ChatRole.Assistant, contents))
        {
            ModelId = OllamaChatAnswer.Model(answer),
            CreatedAt = OllamaChatAnswer.CreatedAt(answer),
            FinishReason = OllamaChatAnswer.FinishReason(answer, contents.Exists(content => content is FunctionCallContent)),
            Usage = OllamaChatAnswer.Usage(answer),
        };
    }

    private ChatResponseUpdate ReadLine(JsonElement line, string id, ref bool called, out UsageDetails? usage)
    {
        try
        {
            List<AIContent> contents = OllamaChatAnswer.Contents(line);
            called |= contents.Exists(content => content is FunctionCallContent);
            usage = OllamaChatAnswer.IsDone(line) ? OllamaChatAnswer.Usage(line) : null;
            if (usage is not null)
                contents.Add(new UsageContent(usage));
            return new ChatResponseUpdate(ChatRole.Assistant, contents)
            {
                ResponseId = id,
                MessageId = id,
                ModelId = OllamaChatAnswer.Model(line),
                CreatedAt = OllamaChatAnswer.CreatedAt(line),
                FinishReason = usage is null ? null : OllamaChatAnswer.FinishReason(line, called),
            };
        }
        catch (Exception other) when (other is InvalidOperationException or KeyNotFoundException or FormatException or JsonException)
        {
            throw new DependencyException(
                service.Dependency.Name, $"answers POST {Path} in a form that is not known: {ServiceRefusal.Shown(other.Message, secret: null)}", ServiceRefusal.CheckAddress, other);
        }
    }
}
