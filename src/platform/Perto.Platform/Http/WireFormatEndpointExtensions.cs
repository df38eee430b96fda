using Microsoft.AspNetCore.Builder;

namespace Perto.Platform;

/// <summary>Says at an endpoint that it speaks the language of another product.</summary>
public static class WireFormatEndpointExtensions
{
    /// <summary>See <see cref="WireFormat"/>.</summary>
    public static TBuilder InWireFormat<TBuilder>(this TBuilder endpoint, WireFormat format)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(format);
}
