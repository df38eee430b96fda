using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Perto.Platform.Tests;

/// <summary>
/// An object store in the process that speaks as much of the protocol of S3 as exports use, and works every signature out by itself: from the bytes
/// that came, in its own words, so that a mistake of the client is not made twice.
/// </summary>
internal sealed class ObjectStoreDouble : IAsyncDisposable
{
    public const string AccessKeyId = "test-key";
    public const string Secret = "test/secret+key";

    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, SortedDictionary<int, byte[]>> _uploads = new();

    private ObjectStoreDouble(WebApplication app) => _app = app;

    /// <summary>Whole objects by their path.</summary>
    public ConcurrentDictionary<string, byte[]> Objects { get; } = new();

    /// <summary>Uploads of several parts that were begun and neither completed nor given up.</summary>
    public int UnfinishedUploads => _uploads.Count;

    public int Requests { get; private set; }

    public int Parts { get; private set; }

    /// <summary>Answers a request in place of the store, when it is not null and gives a status.</summary>
    public Func<HttpRequest, int?>? Failing { get; set; }

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single());

    public static async Task<ObjectStoreDouble> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        WebApplication app = builder.Build();
        var store = new ObjectStoreDouble(app);
        app.Run(store.AnswerAsync);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return store;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        Requests++;
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        if (Failing?.Invoke(http.Request) is { } status)
        {
            await FailAsync(http, status, "SlowDown");
            return;
        }
        if (!IsSigned(http.Request, body.ToArray()))
        {
            await FailAsync(http, StatusCodes.Status403Forbidden, "SignatureDoesNotMatch");
            return;
        }
        string key = Uri.UnescapeDataString(http.Request.Path.Value!);
        string? upload = http.Request.Query["uploadId"];
        switch (http.Request.Method)
        {
            case "GET" when Objects.TryGetValue(key, out byte[]? bytes):
                await http.Response.Body.WriteAsync(bytes);
                break;
            case "PUT" when upload is null:
                Objects[key] = body.ToArray();
                break;
            case "PUT" when _uploads.TryGetValue(upload!, out SortedDictionary<int, byte[]>? parts):
                Parts++;
                parts[int.Parse(http.Request.Query["partNumber"]!, CultureInfo.InvariantCulture)] = body.ToArray();
                http.Response.Headers.ETag = Tag(body.ToArray());
                break;
            case "POST" when http.Request.Query.ContainsKey("uploads"):
                string id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
                _uploads[id] = [];
                await http.Response.WriteAsync($"<InitiateMultipartUploadResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><UploadId>{id}</UploadId></InitiateMultipartUploadResult>");
                break;
            case "POST" when _uploads.TryRemove(upload!, out SortedDictionary<int, byte[]>? whole):
                (string, string)[] named =
                [
                    .. XDocument.Parse(Encoding.UTF8.GetString(body.ToArray())).Descendants("Part").Select(part => (part.Element("PartNumber")!.Value, part.Element("ETag")!.Value)),
                ];
                if (!named.SequenceEqual(whole.Select(part => ($"{part.Key}", Tag(part.Value)))))
                    await http.Response.WriteAsync("<Error><Code>InvalidPart</Code></Error>");
                else
                    Objects[key] = [.. whole.Values.SelectMany(part => part)];
                break;
            case "DELETE":
                if (upload is null)
                    Objects.TryRemove(key, out _);
                else
                    _uploads.TryRemove(upload, out _);
                http.Response.StatusCode = StatusCodes.Status204NoContent;
                break;
            default:
                await FailAsync(http, StatusCodes.Status404NotFound, "NoSuchKey");
                break;
        }
    }

    private static Task FailAsync(HttpContext http, int status, string code)
    {
        http.Response.StatusCode = status;
        return http.Response.WriteAsync($"<Error><Code>{code}</Code></Error>");
    }

    private static string Tag(byte[] bytes) => $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))[..32]}\"";

    private static bool IsSigned(HttpRequest request, byte[] body)
    {
        if (request.Headers["x-amz-content-sha256"] != Convert.ToHexStringLower(SHA256.HashData(body)))
            return false;
        string[] given = request.Headers.Authorization.ToString().Replace("AWS4-HMAC-SHA256 ", "", StringComparison.Ordinal).Split(", ");
        string[] credential = given[0].Replace("Credential=", "", StringComparison.Ordinal).Split('/');
        string[] names = given[1].Replace("SignedHeaders=", "", StringComparison.Ordinal).Split(';');
        if (credential[0] != AccessKeyId || !names.Contains("host") || !names.Contains("x-amz-date"))
            return false;
        string[] target = request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?');
        string query = target.Length == 1 ? "" : string.Join('&', target[1].Split('&').Select(part => part.Contains('=') ? part : part + "=").Order(StringComparer.Ordinal));
        var canonical = new StringBuilder();
        canonical.Append(request.Method).Append('\n').Append(target[0]).Append('\n').Append(query).Append('\n');
        foreach (string name in names)
            canonical.Append(name).Append(':').Append(request.Headers[name].ToString()).Append('\n');
        canonical.Append('\n').Append(given[1]["SignedHeaders=".Length..]).Append('\n').Append(request.Headers["x-amz-content-sha256"].ToString());
        string scope = string.Join('/', credential[1..]);
        string text = $"AWS4-HMAC-SHA256\n{request.Headers["x-amz-date"]}\n{scope}\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical.ToString())))}";
        byte[] key = Encoding.UTF8.GetBytes($"AWS4{Secret}");
        foreach (string part in credential[1..])
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        return given[2] == $"Signature={Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)))}";
    }
}
