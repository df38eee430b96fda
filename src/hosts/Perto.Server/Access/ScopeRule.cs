using Microsoft.AspNetCore.Http;
using Perto.Platform;

namespace Perto.Server;

/// <summary>Turns away who is known and may not do this.</summary>
internal sealed class ScopeRule(RequestDelegate next, AccessModules modules, AccessMetrics metrics)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (EndpointScope.Of(context.GetEndpoint(), modules) is not { IsOpen: false, IsForAnyKey: false } needed)
            return next(context);
        ScopeSet scopes = context.Caller().Scopes;
        if (needed.Scope == Scope.Operator ? scopes.AllowsEverywhere(Scope.Operator) : scopes.Allows(needed.Module, needed.Scope))
            return next(context);
        metrics.Refused("scope_missing");
        throw ScopeMissingException.For(needed.Module, needed.Scope, scopes);
    }
}
