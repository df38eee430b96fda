using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace Perto.Server;

/// <summary>
/// Says where a JSON body is wrong and what the rule is. The serializer's own sentences name .NET types, which mean nothing
/// to a caller, so they are put into words here.
/// </summary>
internal static partial class JsonRule
{
    /// <summary>The problem of a body that could not be read.</summary>
    public static Problem Problem(JsonException exception, HttpContext context)
    {
        (string rule, string allowed) = RuleOf(exception.Message, context);
        string path = exception.Path is { Length: > 0 } given ? given : "$";
        return new Problem
        {
            Title = $"The JSON body is wrong at {path}{Place(exception)}: {rule}",
            Status = StatusCodes.Status400BadRequest,
            Code = "invalid_json",
            Field = path,
            Allowed = allowed,
        };
    }

    private static string Place(JsonException exception) =>
        exception.LineNumber is { } line ? $" (line {line + 1}, byte {exception.BytePositionInLine.GetValueOrDefault() + 1})" : "";

    private static (string Rule, string Allowed) RuleOf(string message, HttpContext context)
    {
        if (WrongType().Match(message) is { Success: true } wrong)
        {
            string allowed = EnumNames(wrong.Groups["type"].Value, context) ?? TypeWording.Of(wrong.Groups["type"].Value);
            return ($"must be {allowed}", allowed);
        }

        if (Missing().Match(message) is { Success: true } missing)
            return ($"{missing.Groups["names"].Value} is required", "all required fields");
        if (Unknown().Match(message) is { Success: true } unknown)
            return ($"there is no field '{unknown.Groups["name"].Value}'", "fields that are documented");
        if (Null().Match(message) is { Success: true } nothing)
            return ($"'{JsonNamingPolicy.SnakeCaseLower.ConvertName(nothing.Groups["name"].Value)}' must not be null", "a value");
        if (NullItem().Match(message) is { Success: true } item)
            return (item.Value, "a value");
        return (Location().Replace(message, "").TrimEnd('.'), "JSON (RFC 8259)");
    }

    /// <summary>The names of the enumeration that a body's type refers to, or null when it is none of ours.</summary>
    private static string? EnumNames(string typeName, HttpContext context)
    {
        Type? body = context.GetEndpoint()?.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType;
        return body?.Assembly.GetType(typeName) is { IsEnum: true } type
            ? string.Join(", ", Enum.GetNames(type).Select(JsonNamingPolicy.SnakeCaseLower.ConvertName))
            : null;
    }

    [GeneratedRegex("^The JSON value could not be converted to (?<type>[^ ]+)\\. ")]
    private static partial Regex WrongType();

    [GeneratedRegex("missing required properties including: (?<names>.+?)\\.?( Path:|$)")]
    private static partial Regex Missing();

    [GeneratedRegex("^The JSON property '(?<name>[^']*)' could not be mapped")]
    private static partial Regex Unknown();

    [GeneratedRegex("^The (?:property or field|constructor parameter) '(?<name>[^']*)' on type .* doesn't allow")]
    private static partial Regex Null();

    [GeneratedRegex("^'[^']*' must not be null")]
    private static partial Regex NullItem();

    [GeneratedRegex(" ?Path: .*$| ?LineNumber: .*$", RegexOptions.Singleline)]
    private static partial Regex Location();
}
