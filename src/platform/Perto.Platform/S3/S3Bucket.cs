using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;

namespace Perto.Platform;

/// <summary>A bucket of an object store with the interface of Amazon S3, addressed by path.</summary>
internal sealed class S3Bucket(HttpClient client, Dependency dependency, Uri endpoint, string region, string bucket, AwsCredentials credentials, TimeProvider clock)
{
    /// <summary>An object, or null where there is none.</summary>
    public ValueTask<byte[]?> GetAsync(string key, CancellationToken cancellationToken) => dependency.CallAsync(
        async attempt =>
        {
            using HttpResponseMessage answer = await SendAsync(HttpMethod.Get, key, [], default, attempt);
            if (answer.StatusCode == HttpStatusCode.NotFound)
                return null;
            await RequireAsync(answer, attempt);
            return await answer.Content.ReadAsByteArrayAsync(attempt);
        },
        cancellationToken: cancellationToken);

    /// <summary>Writes an object as a whole.</summary>
    public ValueTask PutAsync(string key, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) => dependency.CallAsync(
        async attempt =>
        {
            using HttpResponseMessage answer = await SendAsync(HttpMethod.Put, key, [], body, attempt);
            await RequireAsync(answer, attempt);
        },
        cancellationToken: cancellationToken);

    /// <summary>Deletes an object; one that is not there is deleted too.</summary>
    public ValueTask DeleteAsync(string key, CancellationToken cancellationToken) => dependency.CallAsync(
        async attempt =>
        {
            using HttpResponseMessage answer = await SendAsync(HttpMethod.Delete, key, [], default, attempt);
            if (answer.StatusCode != HttpStatusCode.NotFound)
                await RequireAsync(answer, attempt);
        },
        cancellationToken: cancellationToken);

    /// <summary>Begins an object of several parts; returns the upload's id.</summary>
    public ValueTask<string> BeginAsync(string key, CancellationToken cancellationToken) => dependency.CallAsync(
        async attempt =>
        {
            using HttpResponseMessage answer = await SendAsync(HttpMethod.Post, key, [new("uploads", "")], default, attempt);
            await RequireAsync(answer, attempt);
            return Element(await answer.Content.ReadAsStringAsync(attempt), "UploadId");
        },
        // Begun twice, one of them stays without parts: the store forgets it by its own rules.
        repeatable: true,
        cancellationToken);

    /// <summary>Sends a part, numbered from 1; returns its tag.</summary>
    public ValueTask<string> PutPartAsync(string key, string upload, int number, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) => dependency.CallAsync(
        async attempt =>
        {
            KeyValuePair<string, string>[] query = [new("partNumber", number.ToString(CultureInfo.InvariantCulture)), new("uploadId", upload)];
            using HttpResponseMessage answer = await SendAsync(HttpMethod.Put, key, query, body, attempt);
            await RequireAsync(answer, attempt);
            return answer.Headers.ETag?.ToString() ?? throw Unexpected("sent no ETag for a part");
        },
        cancellationToken: cancellationToken);

    /// <summary>Makes the object of its parts: only now it is there.</summary>
    public ValueTask CompleteAsync(string key, string upload, IReadOnlyList<string> tags, CancellationToken cancellationToken) => dependency.CallAsync(
        async attempt =>
        {
            var body = new XElement(
                "CompleteMultipartUpload",
                tags.Select((tag, i) => new XElement("Part", new XElement("PartNumber", i + 1), new XElement("ETag", tag))));
            using HttpResponseMessage answer = await SendAsync(
                HttpMethod.Post, key, [new("uploadId", upload)], Encoding.UTF8.GetBytes(body.ToString(SaveOptions.DisableFormatting)), attempt);
            await RequireAsync(answer, attempt);
            // The store answers 200 before it is done, and may tell of a failure in the body.
            string text = await answer.Content.ReadAsStringAsync(attempt);
            if (text.Contains("<Error>", StringComparison.Ordinal))
                throw Refused(answer.StatusCode, text);
        },
        cancellationToken: cancellationToken);

    /// <summary>Gives an upload up, with its parts.</summary>
    public ValueTask AbortAsync(string key, string upload, CancellationToken cancellationToken) => dependency.CallAsync(
        async attempt =>
        {
            using HttpResponseMessage answer = await SendAsync(HttpMethod.Delete, key, [new("uploadId", upload)], default, attempt);
            if (answer.StatusCode != HttpStatusCode.NotFound)
                await RequireAsync(answer, attempt);
        },
        cancellationToken: cancellationToken);

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string key, KeyValuePair<string, string>[] query, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        string path = $"{endpoint.AbsolutePath.TrimEnd('/')}/{bucket}/{key}";
        DateTimeOffset now = clock.GetUtcNow();
        string hash = body.Length == 0 ? SignatureV4.EmptyHash : SignatureV4.Hex(SHA256.HashData(body.Span));
        Dictionary<string, string> headers = new(StringComparer.Ordinal)
        {
            ["host"] = endpoint.Authority,
            ["x-amz-content-sha256"] = hash,
            ["x-amz-date"] = SignatureV4.Moment(now),
        };
        if (credentials.SessionToken is { } token)
            headers["x-amz-security-token"] = token;
        string authorization = SignatureV4.Authorization(credentials, region, "s3", now, method.Method, path, query, headers, hash);

        string queryText = query.Length == 0 ? "" : "?" + SignatureV4.Query(query);
        using var request = new HttpRequestMessage(method, new Uri($"{endpoint.GetLeftPart(UriPartial.Authority)}{SignatureV4.Encode(path, slashes: true)}{queryText}"));
        if (method == HttpMethod.Put || method == HttpMethod.Post)
            request.Content = new ReadOnlyMemoryContent(body);
        foreach ((string name, string value) in headers.Where(header => header.Key != "host"))
            request.Headers.TryAddWithoutValidation(name, value);
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        return await client.SendAsync(request, cancellationToken);
    }

    private async Task RequireAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        if (!answer.IsSuccessStatusCode)
            throw Refused(answer.StatusCode, await answer.Content.ReadAsStringAsync(cancellationToken));
    }

    private DependencyException Refused(HttpStatusCode status, string text)
    {
        bool transient = status == HttpStatusCode.TooManyRequests || (int)status >= 500;
        string code = text.Contains("<Code>", StringComparison.Ordinal) ? Element(text, "Code") : ((int)status).ToString(CultureInfo.InvariantCulture);
        return new DependencyException(
            dependency.Name,
            $"answered {(int)status} ({code}) for the bucket {bucket}",
            transient ? "Try again later" : "Check the bucket, the region and what the key of Perto:Features:S3 may do")
        {
            Transient = transient,
        };
    }

    private DependencyException Unexpected(string what) => new(dependency.Name, what, "Check that the endpoint is an object store with the interface of Amazon S3");

    private string Element(string xml, string name)
    {
        try
        {
            return XDocument.Parse(xml).Descendants().FirstOrDefault(element => element.Name.LocalName == name)?.Value ?? throw Unexpected($"sent no {name}");
        }
        catch (System.Xml.XmlException)
        {
            throw Unexpected("answered with something that is no XML");
        }
    }
}
