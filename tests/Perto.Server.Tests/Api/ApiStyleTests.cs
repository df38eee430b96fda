using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Perto.Server.Tests;

/// <summary>Holds the product's document against the rules of <c>docs/http.md</c>.</summary>
public sealed partial class ApiStyleTests
{
    [Fact]
    public async Task Addresses_are_lower_case_nouns_in_the_plural_below_the_name_of_their_module()
    {
        foreach (ApiOperation operation in (await ApiSpecification.ReadAsync()).Operations.Where(operation => operation.WireFormat is null))
        {
            string[] segments = operation.Path.Split('/', StringSplitOptions.RemoveEmptyEntries);
            Assert.True(segments[0] is "v1" or "health", operation.Path);
            Assert.All(segments, segment => Assert.Matches("^([a-z][a-z0-9-]*|\\{[a-z][a-z0-9_]*\\})$", segment));
            for (int i = 1; i < segments.Length; i++)
            {
                if (segments[i][0] == '{')
                    Assert.True(segments[i - 1].EndsWith('s'), $"{operation.Path}: what {segments[i]} is one of is named in the plural");
            }
        }
    }

    [Fact]
    public async Task Operations_are_named_in_camel_case_once_each_and_stand_under_the_tag_of_their_module()
    {
        IReadOnlyList<ApiOperation> operations = (await ApiSpecification.ReadAsync()).Operations;
        Assert.Equal(operations.Count, operations.Select(operation => operation.Id).Distinct(StringComparer.Ordinal).Count());
        foreach (ApiOperation operation in operations)
        {
            Assert.Matches("^[a-z][a-zA-Z0-9]+$", operation.Id);
            string tag = (string)operation.Node["tags"]![0]!;
            string[] segments = operation.Path.Split('/', StringSplitOptions.RemoveEmptyEntries);
            Assert.True(tag == "overview" || operation.WireFormat is not null || tag == (segments[0] == "v1" ? segments[1] : segments[0]), $"{operation} stands under {tag}");
        }
    }

    [Fact]
    public async Task Methods_answer_with_the_statuses_that_they_stand_for()
    {
        foreach (ApiOperation operation in (await ApiSpecification.ReadAsync()).Operations)
        {
            string[] successes = [.. operation.Responses.Select(answer => answer.Key).Where(status => status.StartsWith('2'))];
            string[] allowed = operation.Method switch
            {
                "GET" => ["200"],
                "PUT" => ["200", "201", "204"],
                "PATCH" => ["200", "204"],
                "DELETE" => ["204", "200", "202"],
                _ => ["200", "201", "202", "204"],
            };
            Assert.NotEmpty(successes);
            Assert.True(successes.All(allowed.Contains), $"{operation} answers {string.Join(", ", successes)}");
            if (operation.Method is "GET" or "DELETE")
                Assert.True(operation.Body is null, $"{operation} takes a body");
        }
    }

    [Fact]
    public async Task Lists_are_pages_and_page_alike()
    {
        ApiSpecification api = await ApiSpecification.ReadAsync();
        foreach (ApiOperation operation in api.Operations.Where(operation => operation.WireFormat is null))
        {
            foreach ((string status, JsonNode? answer) in operation.Responses)
            {
                if (answer!["content"]?["application/json"]?["schema"] is not { } schema || !status.StartsWith('2'))
                    continue;
                JsonObject rules = api.Schemas.Resolve(schema);
                Assert.False(JsonSchemas.Types(rules).Contains("array"), $"{operation} answers a bare list");
                if (rules["properties"]?["items"] is not null)
                    Assert.True(rules["properties"]!["next_cursor"] is not null, $"{operation}: a page has next_cursor");
            }

            foreach (JsonObject parameter in operation.Parameters)
            {
                if ((string)parameter["name"]! == "limit")
                {
                    Assert.Equal("1 500 50", $"{parameter["schema"]!["minimum"]} {parameter["schema"]!["maximum"]} {parameter["schema"]!["default"]}");
                    Assert.Contains(operation.Parameters, other => (string)other["name"]! == "cursor");
                }
            }
        }
    }

    [Fact]
    public async Task Failures_are_problems()
    {
        foreach (ApiOperation operation in (await ApiSpecification.ReadAsync()).Operations.Where(operation => operation.Path.StartsWith("/v1/", StringComparison.Ordinal)))
        {
            foreach ((string status, JsonNode? answer) in operation.Responses.Where(answer => answer.Key[0] is '4' or '5' or 'd'))
                Assert.True(answer!["content"]?["application/problem+json"] is not null, $"{operation} {status}");
        }
    }

    [Fact]
    public async Task Fields_and_choices_are_in_snake_case_moments_are_RFC_3339_and_amounts_name_their_unit()
    {
        ApiSpecification api = await ApiSpecification.ReadAsync();
        List<string> wrong = [];
        foreach ((string name, JsonNode? schema) in api.Document["components"]!["schemas"]!.AsObject())
        {
            wrong.AddRange(from value in schema!["enum"]?.AsArray() ?? []
                           where value is not null && !SnakeCase().IsMatch((string)value!)
                           select $"{name}: {value}");
            foreach ((string field, JsonNode? property) in schema!["properties"]?.AsObject() ?? [])
            {
                if (!SnakeCase().IsMatch(field))
                    wrong.Add($"{name}.{field} is not in snake_case");
                bool moment = (string?)property!["format"] == "date-time";
                if (moment != Moment().IsMatch(field))
                    wrong.Add($"{name}.{field}: a moment, and nothing else, is named at, ..._at or last_...");
                bool number = JsonSchemas.Types(property).Intersect(["integer", "number"]).Any();
                if (number && NoUnit().IsMatch(field))
                    wrong.Add($"{name}.{field} does not name its unit: _ms, _seconds, _minutes, _hours, _days");
                if ((string?)property["format"] == "time-span")
                    wrong.Add($"{name}.{field}: a duration is a number whose name has the unit");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [GeneratedRegex("^[a-z][a-z0-9_]*$")]
    private static partial Regex SnakeCase();

    [GeneratedRegex("^(at|.+_at|last_[a-z]+)$")]
    private static partial Regex Moment();

    [GeneratedRegex("(^|_)(time|duration|timeout|latency|elapsed|age|ttl|interval|delay)$")]
    private static partial Regex NoUnit();
}
