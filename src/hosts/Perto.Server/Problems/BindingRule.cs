using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace Perto.Server;

/// <summary>
/// Says in the caller's words which parameter of a path or query could not be read. ASP.NET reports it only as a sentence
/// with the C# name; our names in HTTP are the same in snake_case.
/// </summary>
internal static partial class BindingRule
{
    /// <summary>The problem of a request that did not fit its endpoint's parameters.</summary>
    public static Problem Problem(BadHttpRequestException exception)
    {
        if (NotParsed().Match(exception.Message) is { Success: true } parsed)
        {
            string allowed = TypeWording.Of(parsed.Groups["type"].Value);
            string given = ProblemMapping.Beginning(parsed.Groups["given"].Value);
            string field = InHttp(parsed.Groups["name"].Value);
            return Invalid($"{field} must be {allowed}; got '{given}'", field, given, allowed);
        }

        if (NotGiven().Match(exception.Message) is { Success: true } missing)
        {
            string field = InHttp(missing.Groups["name"].Value);
            string place = missing.Groups["place"].Value;
            return Invalid($"{field} is required in the {place}", field, given: null, TypeWording.Of(missing.Groups["type"].Value));
        }

        return NoBody().IsMatch(exception.Message)
            ? Invalid("The request needs a JSON body", "body", given: null, "a JSON body")
            : new Problem
            {
                Title = exception.Message,
                Status = exception.StatusCode,
                Code = "bad_request",
                Field = "body",
                Allowed = "a complete body, as its headers announce it",
            };
    }

    private static Problem Invalid(string title, string field, object? given, string allowed) => new()
    {
        Title = title,
        Status = StatusCodes.Status400BadRequest,
        Code = "invalid_value",
        Field = field,
        Given = given,
        Allowed = allowed,
    };

    private static string InHttp(string parameter) => JsonNamingPolicy.SnakeCaseLower.ConvertName(parameter);

    [GeneratedRegex("""^Failed to bind parameter "(?<type>.+) (?<name>\S+)" from "(?<given>.*)"\.$""", RegexOptions.Singleline)]
    private static partial Regex NotParsed();

    [GeneratedRegex("""^Required parameter "(?<type>.+) (?<name>\S+)" was not provided from (?<place>.+)\.$""")]
    private static partial Regex NotGiven();

    [GeneratedRegex("no body was provided|empty request body", RegexOptions.IgnoreCase)]
    private static partial Regex NoBody();
}
