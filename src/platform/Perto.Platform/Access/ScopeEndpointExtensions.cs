using Microsoft.AspNetCore.Builder;

namespace Perto.Platform;

/// <summary>Says at an endpoint what its caller must be allowed to do.</summary>
public static class ScopeEndpointExtensions
{
    /// <summary>Requires <paramref name="scope"/> in place of what the method stands for; see <see cref="RequiredScope"/>.</summary>
    public static TBuilder RequireScope<TBuilder>(this TBuilder endpoint, Scope scope)
        where TBuilder : IEndpointConventionBuilder
    {
        endpoint.Add(built => built.Metadata.Add(new RequiredScope(scope)));
        return endpoint;
    }

    /// <summary>Lets every key call it, whatever the key allows.</summary>
    public static TBuilder RequireAnyKey<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder
    {
        endpoint.Add(built => built.Metadata.Add(new AnyKey()));
        return endpoint;
    }

    /// <summary>Answers without a key also where keys are required.</summary>
    public static TBuilder OpenToAll<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder
    {
        endpoint.Add(built => built.Metadata.Add(new OpenToAll()));
        return endpoint;
    }
}
