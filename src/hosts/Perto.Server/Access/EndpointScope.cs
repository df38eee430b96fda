using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Perto.Platform;

namespace Perto.Server;

/// <summary>What an endpoint asks of its caller.</summary>
/// <param name="Module">The module that it belongs to.</param>
/// <param name="Scope">The least scope.</param>
/// <param name="IsOpen">Whether it answers without a key.</param>
/// <param name="IsForAnyKey">Whether every key will do.</param>
internal sealed record EndpointScope(string Module, Scope Scope, bool IsOpen, bool IsForAnyKey)
{
    private static readonly ConditionalWeakTable<Endpoint, EndpointScope> Known = [];

    /// <summary>Null for what is no endpoint of ours, such as the answer that a method is not taken.</summary>
    public static EndpointScope? Of(Endpoint? endpoint, AccessModules modules) =>
        endpoint is RouteEndpoint route ? Known.GetValue(route, _ => Of(route.RoutePattern.RawText ?? "", route.Metadata, Method(route), modules)) : null;

    /// <summary>The same from what is known of an endpoint when it is described.</summary>
    public static EndpointScope Of(string template, IEnumerable<object> metadata, string method, AccessModules modules)
    {
        var all = metadata.ToList();
        Scope byMethod = HttpMethods.IsGet(method) || HttpMethods.IsHead(method) ? Scope.Read : Scope.Write;
        return new EndpointScope(
            all.OfType<ModuleEndpoint>().LastOrDefault()?.Module ?? modules.Of(template),
            all.OfType<RequiredScope>().LastOrDefault()?.Scope ?? byMethod,
            all.OfType<OpenToAll>().Any(),
            all.OfType<AnyKey>().Any());
    }

    private static string Method(RouteEndpoint route) => route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods is [var method, ..] ? method : "POST";
}
