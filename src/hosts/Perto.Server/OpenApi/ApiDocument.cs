using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Perto.Server;

/// <summary>
/// The OpenAPI 3.1 document as text, the same byte for byte for the same program: the console's client is generated from a
/// committed copy of it.
/// </summary>
internal sealed class ApiDocument([FromKeyedServices(ApiDocument.Name)] IOpenApiDocumentProvider provider)
{
    /// <summary>Name and version of the document.</summary>
    public const string Name = "v1";

    private volatile string? _text;

    /// <summary>The document, indented JSON with a line feed at the end.</summary>
    public async Task<string> TextAsync(CancellationToken cancellationToken) => _text ??= await WriteAsync(cancellationToken);

    private async Task<string> WriteAsync(CancellationToken cancellationToken)
    {
        OpenApiDocument document = await provider.GetOpenApiDocumentAsync(cancellationToken);
        string json = await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1, cancellationToken);
        return json.ReplaceLineEndings("\n").TrimEnd() + "\n";
    }
}
