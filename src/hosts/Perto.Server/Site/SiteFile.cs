using System.IO.Compression;

namespace Perto.Server;

/// <summary>One file of the console, ready to be sent.</summary>
internal sealed class SiteFile
{
    private const int WorthCompressing = 1024;

    private readonly Lazy<byte[]?> _gzip;

    /// <param name="content">The bytes.</param>
    /// <param name="contentType">Media type.</param>
    /// <param name="etag">Quoted validator of the bytes.</param>
    /// <param name="isHashed">Whether the name changes with the content, so that it may be cached for ever.</param>
    public SiteFile(byte[] content, string contentType, string etag, bool isHashed)
    {
        Content = content;
        ContentType = contentType;
        ETag = etag;
        IsHashed = isHashed;
        _gzip = new Lazy<byte[]?>(() => IsText(contentType) && content.Length >= WorthCompressing ? Compress(content) : null);
    }

    public byte[] Content { get; }

    public string ContentType { get; }

    public string ETag { get; }

    public bool IsHashed { get; }

    /// <summary>The bytes compressed, or null where that gains nothing. Made when first asked for.</summary>
    public byte[]? Gzip => _gzip.Value;

    private static bool IsText(string contentType) =>
        contentType.StartsWith("text/", StringComparison.Ordinal) || contentType is "application/json" or "image/svg+xml" or "application/manifest+json";

    private static byte[] Compress(byte[] content)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.SmallestSize))
            gzip.Write(content);
        return compressed.ToArray();
    }
}
