using System.ClientModel;
using System.ClientModel.Primitives;
using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Embeddings;

namespace Perto.Platform;

/// <summary>
/// Calls of the vendor's client, made through the <see cref="Perto.Platform.Dependency"/>: its own retries and time limits are off, and its exceptions are told as those
/// of any other service.
/// </summary>
internal sealed class OpenAIService : IDisposable
{
    private const long MostBytes = 256L * 1024 * 1024;

    private readonly OpenAISettings _settings;
    private readonly TimeProvider _clock;
    private readonly HttpClient _http;
    private readonly OpenAIClient _client;

    public OpenAIService(Dependency dependency, OpenAISettings settings, TimeProvider clock)
    {
        Dependency = dependency;
        _settings = settings;
        _clock = clock;
        // Redirects would take the key to whom the service names.
        SocketsHttpHandler connections = new()
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.All,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
        _http = new HttpClient(new AnswerLimit(connections, MostBytes)) { Timeout = Timeout.InfiniteTimeSpan };
        _client = new OpenAIClient(new ApiKeyCredential(settings.ApiKey ?? "none"), new OpenAIClientOptions
        {
            Endpoint = settings.BaseUrl,
            OrganizationId = settings.Organization,
            ProjectId = settings.Project,
            RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
            NetworkTimeout = Timeout.InfiniteTimeSpan,
            Transport = new HttpClientPipelineTransport(_http),
        });
    }

    public Dependency Dependency { get; }

    public Uri Address => _settings.BaseUrl;

    public EmbeddingClient Embeddings(string model) => _client.GetEmbeddingClient(model);

    public ChatClient Chat(string model) => _client.GetChatClient(model);

    /// <summary>Makes a call.</summary>
    /// <param name="call">One attempt, with what it takes from the answer.</param>
    /// <param name="request">Watches the attempts.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="DependencyException">The service does not answer, refuses, or answers with something else.</exception>
    public ValueTask<T> CallAsync<T>(Func<CancellationToken, Task<T>> call, ModelRequest request, CancellationToken cancellationToken) =>
        Dependency.CallAsync(attempt => ToldAsync(() => call(attempt)), request, repeatable: true, cancellationToken);

    /// <summary>Makes a call whose answer comes in parts. Until the first part the call may be made again.</summary>
    /// <inheritdoc cref="CallAsync{T}"/>
    public async IAsyncEnumerable<T> PartsAsync<T>(
        Func<CancellationToken, AsyncCollectionResult<T>> call, ModelRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        OpenedAnswer<T> opened = await Dependency.CallAsync(attempt => ToldAsync(() => OpenedAnswer<T>.OpenAsync(call, attempt)), request, repeatable: true, cancellationToken);
        await using (opened)
        {
            while (opened.HasPart)
            {
                yield return opened.Part;
                await Dependency.ContinueAsync(part => ToldAsync(() => opened.NextAsync(part)), cancellationToken);
            }
        }
    }

    public void Dispose() => _http.Dispose();

    private async ValueTask<T> ToldAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (ClientResultException refused) when (refused.Status == 0)
        {
            throw new HttpRequestException(refused.InnerException?.Message ?? refused.Message, refused);
        }
        catch (ClientResultException refused)
        {
            throw Refused(refused);
        }
        catch (InvalidDataException tooLong)
        {
            throw new DependencyException(Dependency.Name, $"answers with {Shown(tooLong.Message)}", ServiceRefusal.CheckAddress, tooLong);
        }
        catch (Exception other) when (other is JsonException or FormatException or KeyNotFoundException or InvalidOperationException or ArgumentException or NullReferenceException
            && other is not ObjectDisposedException)
        {
            // The client's reader takes the form of an answer for granted.
            throw new DependencyException(Dependency.Name, $"answers in a form that is not known: {Shown(other.Message)}", ServiceRefusal.CheckAddress, other);
        }
    }

    private DependencyException Refused(ClientResultException refused)
    {
        PipelineResponse? response = refused.GetRawResponse();
        return ServiceRefusal.Of(
            Dependency.Name, refused.Status, response?.ReasonPhrase, Shown(ErrorText(response) ?? ""), "Perto:OpenAI:ApiKey", RetryAfter(response));
    }

    private static string? ErrorText(PipelineResponse? response)
    {
        try
        {
            if (response?.Content is not { } content)
                return null;
            JsonElement error = JsonElement.Parse(content.ToMemory().Span).GetProperty("error");
            // Some compatible servers write the words alone.
            return error.ValueKind == JsonValueKind.String ? error.GetString() : error.GetProperty("message").GetString();
        }
        catch (Exception unread) when (unread is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    private TimeSpan? RetryAfter(PipelineResponse? response)
    {
        if (response is null || !response.Headers.TryGetValue("Retry-After", out string? text) || !RetryConditionHeaderValue.TryParse(text, out RetryConditionHeaderValue? asked))
            return null;
        TimeSpan? wait = asked.Delta ?? asked.Date - _clock.GetUtcNow();
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    private string Shown(string text) => ServiceRefusal.Shown(text, _settings.ApiKey);
}
