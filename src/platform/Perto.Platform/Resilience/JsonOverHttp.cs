using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Perto.Platform;

/// <summary>
/// Calls a service that speaks JSON over HTTP through its <see cref="Dependency"/>. What it answers is not trusted: no more than so many bytes
/// are read, and what is no JSON or has another form than the caller expects is an error that says so. Safe for use by many threads.
/// </summary>
public sealed partial class JsonOverHttp : IDisposable
{
    private const int ReadError = 64 * 1024;
    private const string Elsewhere = ServiceRefusal.CheckAddress;

    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Dependency _dependency;
    private readonly JsonService _service;
    private readonly TimeProvider _clock;
    private readonly HttpClient _http;

    /// <param name="dependency">How calls are made.</param>
    /// <param name="service">Whom they go to.</param>
    /// <param name="clock">Tells how long it is until a moment that the service names.</param>
    /// <param name="handler">Carries the requests, owned from here on; connections of our own, if it is left out.</param>
    public JsonOverHttp(Dependency dependency, JsonService service, TimeProvider clock, HttpMessageHandler? handler = null)
    {
        ArgumentNullException.ThrowIfNull(service);
        _dependency = dependency;
        _service = service;
        _clock = clock;
        // The dependency limits the time. Redirects would take the key to whom the service names.
        _http = new HttpClient(handler ?? new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.All,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        })
        {
            BaseAddress = service.Address,
            Timeout = Timeout.InfiniteTimeSpan,
        };
        foreach ((string name, string value) in service.Headers)
            _http.DefaultRequestHeaders.TryAddWithoutValidation(name, value);
    }

    /// <summary>The dependency that calls go through.</summary>
    public Dependency Dependency => _dependency;

    /// <summary>Makes a call.</summary>
    /// <param name="call">The request.</param>
    /// <param name="read">
    /// Takes what it needs from the answer. Where that fails with what <see cref="JsonElement"/> throws, the answer has another form than expected.
    /// </param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="DependencyException">
    /// The service does not answer, refuses, or answers with what cannot be read. 429 and 5xx are transient: the call is made again where it may be.
    /// </exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public ValueTask<T> SendAsync<T>(JsonCall call, Func<JsonAnswer, T> read, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(read);
        ReadOnlyMemory<byte>? body = Written(call);
        return _dependency.CallAsync(attempt => SendAsync(call, body, read, attempt), call.Attempts, call.Repeatable, cancellationToken);
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose() => _http.Dispose();

    private async ValueTask<T> SendAsync<T>(JsonCall call, ReadOnlyMemory<byte>? body, Func<JsonAnswer, T> read, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await OpenAsync(call, body, cancellationToken);
        JsonElement answer = Parsed(await ReadAsync(response, cancellationToken));
        try
        {
            return read(new JsonAnswer((int)response.StatusCode, answer, response.Headers));
        }
        catch (Exception other) when (other is InvalidOperationException or KeyNotFoundException or FormatException or JsonException)
        {
            throw new DependencyException(
                _dependency.Name, $"answers {call.Method} {PathOf(call)} in a form that is not known: {Shown(other.Message)}", Elsewhere, other);
        }
    }

    private async Task<HttpResponseMessage> OpenAsync(JsonCall call, ReadOnlyMemory<byte>? body, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(call.Method, call.Address);
        if (body is { } bytes)
            request.Content = new ReadOnlyMemoryContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        HttpResponseMessage response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (response.IsSuccessStatusCode || call.Expected.Contains((int)response.StatusCode))
            return response;
        using (response)
            throw await RefusedAsync(response, cancellationToken);
    }

    private static ReadOnlyMemory<byte>? Written(JsonCall call)
    {
        if (call.Body is null)
            return null;
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer, Writing))
            call.Body(writer);
        return buffer.WrittenMemory;
    }

    private async Task<ReadOnlyMemory<byte>> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentLength > _service.MostBytes)
            throw TooLong();
        await using Stream stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        try
        {
            ReadOnlyMemory<byte> bytes = await ReadAsync(stream, (long)_service.MostBytes + 1, cancellationToken);
            return bytes.Length <= _service.MostBytes ? bytes : throw TooLong();
        }
        catch (Exception packed) when (packed is InvalidDataException or InvalidOperationException)
        {
            throw new DependencyException(_dependency.Name, $"answers with what cannot be unpacked: {Shown(packed.Message)}", Elsewhere, packed);
        }
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(Stream stream, long most, CancellationToken cancellationToken)
    {
        ArrayBufferWriter<byte> buffer = new();
        int read;
        do
        {
            read = await stream.ReadAsync(buffer.GetMemory(4096), cancellationToken);
            buffer.Advance(read);
        }
        while (read > 0 && buffer.WrittenCount < most);
        return buffer.WrittenMemory;
    }

    private DependencyException TooLong() => new(
        _dependency.Name,
        string.Create(CultureInfo.InvariantCulture, $"answers with more than {_service.MostBytes / (1024 * 1024.0):0.#} MiB"),
        "Ask for less at once, and check that its address is right");

    private JsonElement Parsed(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.IsEmpty)
            return default;
        try
        {
            return JsonElement.Parse(bytes.Span);
        }
        catch (JsonException fault)
        {
            throw new DependencyException(_dependency.Name, $"answers with what is no JSON: {Shown(fault.Message)}", Elsewhere, fault);
        }
    }

    private async Task<DependencyException> RefusedAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        int status = (int)response.StatusCode;
        string text = await ErrorTextAsync(response, cancellationToken);
        return ServiceRefusal.Of(_dependency.Name, status, response.ReasonPhrase, text, _service.KeySetting, RetryAfter(response.Headers.RetryAfter));
    }

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? asked)
    {
        TimeSpan? wait = asked?.Delta ?? asked?.Date - _clock.GetUtcNow();
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    // An answer that refuses may be anything, that of a proxy as well: where it has no words for people there are none.
    private async Task<string> ErrorTextAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            await using Stream stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            ReadOnlyMemory<byte> bytes = await ReadAsync(stream, ReadError, cancellationToken);
            return bytes.IsEmpty || bytes.Length > ReadError ? "" : Shown(_service.ErrorText(JsonElement.Parse(bytes.Span)) ?? "");
        }
        catch (Exception unread) when (unread is IOException or HttpRequestException or JsonException or InvalidDataException or InvalidOperationException or KeyNotFoundException)
        {
            return "";
        }
    }

    private static string PathOf(JsonCall call) => call.Address.Split('?', 2)[0];

    private string Shown(string text) => ServiceRefusal.Shown(text, _service.Secret);
}
