using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Primitives;
using Perto.Platform;

namespace Perto.Server;

/// <summary>
/// Refuses query parameters that the endpoint does not know, and one that is given twice: a filter that is misspelt would otherwise
/// be lost in silence, and the answer be wrong.
/// </summary>
internal sealed class QueryRule(RequestDelegate next)
{
    // Endpoints are made once, at the start.
    private readonly ConcurrentDictionary<Endpoint, FrozenDictionary<string, bool>> _known = new();

    public Task InvokeAsync(HttpContext context)
    {
        if (context.Request.QueryString.HasValue && context.GetEndpoint() is RouteEndpoint endpoint && context.Request.IsApi())
            Check(context.Request.Query, _known.GetOrAdd(endpoint, static endpoint => Known((RouteEndpoint)endpoint)));
        return next(context);
    }

    private static void Check(IQueryCollection query, FrozenDictionary<string, bool> known)
    {
        foreach ((string name, StringValues values) in query)
        {
            if (!known.TryGetValue(name, out bool many))
            {
                string allowed = known.Count == 0 ? "no parameters" : string.Join(", ", known.Keys.Order(StringComparer.Ordinal));
                throw new InvalidValueException(name, values.ToString(), allowed, $"There is no query parameter '{name}' here; there are: {allowed}");
            }

            if (values.Count > 1 && !many)
                throw new InvalidValueException(name, values.ToString(), "given once", $"{name} must be given once; it is there {values.Count} times");
            foreach (string? value in values)
            {
                // No text in JSON or in a database holds it.
                if (value?.Contains('\0', StringComparison.Ordinal) == true)
                    throw new InvalidValueException(name, value.Replace("\0", "%00", StringComparison.Ordinal), "text without the character U+0000", $"{name} must not have the character U+0000");
            }
        }
    }

    /// <summary>The names that an endpoint takes from the query, and whether it takes several values of each.</summary>
    private static FrozenDictionary<string, bool> Known(RouteEndpoint endpoint)
    {
        var known = new Dictionary<string, bool>(StringComparer.Ordinal);
        foreach (IParameterBindingMetadata parameter in endpoint.Metadata.GetOrderedMetadata<IParameterBindingMetadata>())
        {
            ParameterInfo info = parameter.ParameterInfo;
            bool said = info.GetCustomAttributes().OfType<IFromQueryMetadata>().Any();
            bool elsewhere = info.GetCustomAttributes().Any(attribute =>
                attribute is IFromRouteMetadata or IFromHeaderMetadata or IFromBodyMetadata or IFromServiceMetadata or IFromFormMetadata);
            bool many = info.ParameterType.IsArray || info.ParameterType == typeof(StringValues);
            bool text = info.ParameterType == typeof(string) || parameter.HasTryParse || many;
            string name = info.GetCustomAttributes().OfType<IFromQueryMetadata>().FirstOrDefault()?.Name ?? parameter.Name;
            if (said || (text && !elsewhere && endpoint.RoutePattern.GetParameter(name) is null))
                known[name] = many;
        }

        return known.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
