using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc;

namespace Perto.Platform;

/// <summary>Limits of single endpoints, where the server's own do not fit.</summary>
public static class RequestEndpointExtensions
{
    /// <summary>Lets a request take longer, or less long, than the server's setting says.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="seconds">1 to 86,400 seconds.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="seconds"/> is out of range.</exception>
    public static TBuilder WithTimeLimit<TBuilder>(this TBuilder endpoint, int seconds)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(seconds, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(seconds, 86_400);
        return endpoint.WithMetadata(new RequestTimeLimit(seconds));
    }

    /// <summary>Takes larger, or only smaller, bodies than the server's setting says.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="bytes">Largest body in bytes, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bytes"/> is less than 1.</exception>
    public static TBuilder WithBodyLimit<TBuilder>(this TBuilder endpoint, long bytes)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bytes, 1);
        return endpoint.WithMetadata(new RequestSizeLimitAttribute(bytes));
    }
}
