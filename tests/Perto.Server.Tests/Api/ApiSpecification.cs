using System.Text.Json.Nodes;

namespace Perto.Server.Tests;

/// <summary>The product's API document, taken apart.</summary>
internal sealed class ApiSpecification
{
    private ApiSpecification(JsonObject document)
    {
        Document = document;
        Schemas = new JsonSchemas(document);
        Operations =
        [
            .. from path in document["paths"]!.AsObject()
               from entry in path.Value!.AsObject()
               select new ApiOperation(path.Key, entry.Key.ToUpperInvariant(), entry.Value!.AsObject()),
        ];
    }

    public JsonObject Document { get; }

    public JsonSchemas Schemas { get; }

    public IReadOnlyList<ApiOperation> Operations { get; }

    public static async Task<ApiSpecification> ReadAsync() =>
        new(JsonNode.Parse(await PertoServer.OpenApiAsync(cancellationToken: TestContext.Current.CancellationToken))!.AsObject());
}

/// <summary>One operation of the document.</summary>
internal sealed record ApiOperation(string Path, string Method, JsonObject Node)
{
    public string Id => (string)Node["operationId"]!;

    public IEnumerable<JsonObject> Parameters => Node["parameters"]?.AsArray().Select(parameter => parameter!.AsObject()) ?? [];

    public JsonObject? Body => Node["requestBody"]?["content"]?.AsObject().FirstOrDefault().Value?.AsObject();

    public string? BodyType => Node["requestBody"]?["content"]?.AsObject().FirstOrDefault().Key;

    public JsonObject Responses => Node["responses"]!.AsObject();

    public string? Target => (string?)Node["x-example-target"];

    public int ExampleStatus => (int?)Node["x-example-status"] ?? 0;

    /// <summary>The product whose language the operation speaks: its addresses and lists are then that product's.</summary>
    public string? WireFormat => (string?)Node["x-wire-format"];

    public JsonNode? RequestExample => Body?["example"];

    public override string ToString() => $"{Method} {Path}";

    /// <summary>The request of the example.</summary>
    public HttpRequestMessage ExampleRequest(string? target = null)
    {
        var request = new HttpRequestMessage(new HttpMethod(Method), target ?? Target);
        if (RequestExample is not { } body)
            return request;
        string text = body is JsonValue value && value.TryGetValue(out string? raw) ? raw : body.ToJsonString();
        request.Content = new StringContent(text);
        request.Content.Headers.Remove("Content-Type");
        request.Content.Headers.TryAddWithoutValidation("Content-Type", (string?)Node["x-example-content-type"]);
        return request;
    }
}
