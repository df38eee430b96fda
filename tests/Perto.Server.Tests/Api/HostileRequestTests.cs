using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Perto.Server.Tests;

/// <summary>
/// Sends hostile values to every parameter and every field of every operation of the document: whatever comes, the answer is no failure of
/// the server, and a refusal says which field broke which rule.
/// </summary>
public abstract class HostileRequestTests : IAsyncLifetime
{
    private readonly List<string> _wrong = [];
    private ApiSpecification _api = null!;
    private SeededServer _seeded = null!;

    private protected abstract TestDatabase Database { get; }

    public async ValueTask InitializeAsync()
    {
        _api = await ApiSpecification.ReadAsync();
        _seeded = await SeededServer.StartAsync(Database);
    }

    public ValueTask DisposeAsync() => _seeded.DisposeAsync();

    [Fact]
    public async Task Hostile_parameters_are_refused_with_their_name_and_rule()
    {
        int sent = 0;
        foreach (ApiOperation operation in _api.Operations)
        {
            foreach (JsonObject parameter in operation.Parameters)
            {
                foreach (string value in HostileValues.Texts)
                {
                    using HttpRequestMessage request = With(operation, parameter, value);
                    await SendAsync(operation, request, $"{parameter["name"]} = {Short(value)}");
                    sent++;
                }
            }

            using HttpRequestMessage unknown = operation.ExampleRequest(Add(_seeded.TargetOf(operation), "no_such", "1"));
            await SendAsync(operation, unknown, "no_such=1", operation.Path.StartsWith("/v1/", StringComparison.Ordinal) ? 400 : null);
        }

        Assert.True(sent > 1_000);
        Assert.True(_wrong.Count == 0, string.Join('\n', _wrong.Take(40)));
    }

    [Fact]
    public async Task Numbers_outside_the_documented_range_are_refused_and_its_ends_are_taken()
    {
        int checks = 0;
        foreach (ApiOperation operation in _api.Operations)
        {
            foreach (JsonObject parameter in operation.Parameters.Where(parameter => parameter["schema"]!["minimum"] is not null))
            {
                (long low, long high) = ((long)parameter["schema"]!["minimum"]!, (long)parameter["schema"]!["maximum"]!);
                foreach ((long value, int? status) in ((long, int?)[])[(low, operation.ExampleStatus), (high, operation.ExampleStatus), (low - 1, 400), (high + 1, 400)])
                {
                    using HttpRequestMessage request = With(operation, parameter, $"{value}");
                    await SendAsync(operation, request, $"{parameter["name"]} = {value}", status);
                    checks++;
                }
            }
        }

        Assert.True(checks > 10);
        Assert.True(_wrong.Count == 0, string.Join('\n', _wrong));
    }

    [Fact]
    public async Task Hostile_bodies_are_refused_with_their_place_and_rule()
    {
        int sent = 0;
        foreach (ApiOperation operation in _api.Operations.Where(operation => operation.Body is not null))
        {
            foreach (string body in HostileValues.Bodies)
            {
                using HttpRequestMessage request = WithBody(operation, body);
                await SendAsync(operation, request, Short(body));
                sent++;
            }

            foreach (string type in HostileValues.ContentTypes)
            {
                using HttpRequestMessage request = operation.ExampleRequest(_seeded.TargetOf(operation));
                request.Content!.Headers.Remove("Content-Type");
                request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
                await SendAsync(operation, request, $"Content-Type {type}");
                sent++;
            }

            using var invalid = new HttpRequestMessage(new HttpMethod(operation.Method), _seeded.TargetOf(operation)) { Content = new ByteArrayContent([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]) };
            invalid.Content.Headers.ContentType = new("application/json");
            await SendAsync(operation, invalid, "invalid UTF-8");
        }

        Assert.True(sent > 100);
        Assert.True(_wrong.Count == 0, string.Join('\n', _wrong.Take(40)));
    }

    [Fact]
    public async Task Hostile_fields_are_refused_with_their_place_and_rule()
    {
        int sent = 0;
        foreach (ApiOperation operation in _api.Operations.Where(operation => operation.BodyType == "application/json"))
        {
            JsonNode whole = Whole(operation);
            foreach (IReadOnlyList<object> place in HostileValues.Places(whole))
            {
                foreach (string value in HostileValues.Json)
                {
                    using HttpRequestMessage request = WithBody(operation, HostileValues.Put(whole, place, value));
                    await SendAsync(operation, request, $"{string.Join('.', place)} = {Short(value)}");
                    sent++;
                }
            }
        }

        Assert.True(sent > 1_000);
        Assert.True(_wrong.Count == 0, string.Join('\n', _wrong.Take(40)));
    }

    /// <summary>The example's body with every other field of its schema, so that each is tried.</summary>
    private JsonNode Whole(ApiOperation operation)
    {
        JsonNode body = operation.RequestExample!.DeepClone();
        foreach ((string name, JsonNode? _) in _api.Schemas.Resolve(operation.Body!["schema"]!)["properties"]?.AsObject() ?? [])
        {
            if (!body.AsObject().ContainsKey(name))
                body[name] = null;
        }

        return body;
    }

    private HttpRequestMessage WithBody(ApiOperation operation, string body)
    {
        var request = new HttpRequestMessage(new HttpMethod(operation.Method), _seeded.TargetOf(operation))
        {
            Content = new StringContent(body, Encoding.UTF8),
        };
        request.Content.Headers.Remove("Content-Type");
        request.Content.Headers.TryAddWithoutValidation("Content-Type", (string?)operation.Node["x-example-content-type"]);
        return request;
    }

    private HttpRequestMessage With(ApiOperation operation, JsonObject parameter, string value)
    {
        string name = (string)parameter["name"]!;
        string target = _seeded.TargetOf(operation);
        switch ((string)parameter["in"]!)
        {
            case "path":
                string[] template = operation.Path.Split('/');
                string[] path = target.Split('?')[0].Split('/');
                path[Array.IndexOf(template, $"{{{name}}}")] = Uri.EscapeDataString(value);
                return operation.ExampleRequest(string.Join('/', path));
            case "query":
                return operation.ExampleRequest(Add(string.Join('&', target.Split('&', '?').Where((part, i) => i > 0 && !part.StartsWith(name + "=", StringComparison.Ordinal)).Prepend(target.Split('?')[0] + "?")).Replace("?&", "?", StringComparison.Ordinal).TrimEnd('?'), name, value));
            default:
                HttpRequestMessage request = operation.ExampleRequest(target);
                // The client itself sends no others.
                request.Headers.TryAddWithoutValidation(name, new string([.. value.Select(c => c is >= ' ' and <= '~' ? c : '?')]));
                return request;
        }
    }

    private static string Add(string target, string name, string value) =>
        $"{target}{(target.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{name}={Uri.EscapeDataString(value)}";

    private async Task SendAsync(ApiOperation operation, HttpRequestMessage request, string what, int? expected = null)
    {
        using HttpResponseMessage answer = await _seeded.Server.Client.SendAsync(request);
        int status = (int)answer.StatusCode;
        string text = await answer.Content.ReadAsStringAsync();
        void Wrong(string why) => _wrong.Add($"{operation} {what}: {why}: {status} {(text.Length > 400 ? text[..400] : text)}");
        if (expected is { } must && status != must)
            Wrong($"expected {must}");
        if (status < 400)
            return;
        if (status >= 500)
            Wrong("a failure of the server");
        if (answer.Content.Headers.ContentType?.MediaType != "application/problem+json")
        {
            // Refused by the listener before it was a request.
            if (!(status == 400 && text.Length == 0))
                Wrong("not a problem");
            return;
        }

        JsonObject problem = JsonNode.Parse(text)!.AsObject();
        string code = (string)problem["code"]!;
        if (ProblemCatalogue.Find(code) is not { } kind)
            Wrong("a code that is not explained");
        else if (kind.Status != status)
            Wrong($"{code} is explained with {kind.Status}");
        if (status == 400 && (string.IsNullOrEmpty((string?)problem["allowed"]) || problem["field"] is null))
            Wrong("does not name the field and the rule");
        if (text.Length > 4_000)
            Wrong("gives back more than a problem should");
        if (!operation.Responses.ContainsKey($"{status}") && code is not ("unknown_route" or "method_not_allowed"))
            Wrong("is not documented");
    }

    private static string Short(string value) => value.Length > 60 ? value[..60] + "..." : JsonSerializer.Serialize(value);
}

public sealed class HostileRequestOnSqliteTests : HostileRequestTests
{
    private protected override TestDatabase Database { get; } = TestDatabase.Sqlite();
}

public sealed class HostileRequestOnPostgresTests : HostileRequestTests
{
    private protected override TestDatabase Database { get; } = TestDatabase.Postgres();
}
