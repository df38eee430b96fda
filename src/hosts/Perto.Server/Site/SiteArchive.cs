using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.StaticFiles;

namespace Perto.Server;

/// <summary>The built console, read from a zip into memory.</summary>
internal sealed partial class SiteArchive
{
    /// <summary>Name of the resource that the build embeds when Node was there.</summary>
    public const string ResourceName = "console.zip";

    private static readonly FileExtensionContentTypeProvider ContentTypes = new()
    {
        Mappings = { [".webmanifest"] = "application/manifest+json", [".map"] = "application/json", [".js"] = "text/javascript" },
    };

    private readonly Dictionary<string, SiteFile> _files;

    private SiteArchive(Dictionary<string, SiteFile> files) => _files = files;

    /// <summary>The page that every address of the console begins with.</summary>
    public SiteFile Index => _files["index.html"];

    /// <summary>Reads a zip whose root holds <c>index.html</c>.</summary>
    /// <exception cref="InvalidDataException">The zip is damaged or has no <c>index.html</c>.</exception>
    public static SiteArchive Read(Stream zip)
    {
        using var archive = new ZipArchive(zip, ZipArchiveMode.Read);
        var files = new Dictionary<string, SiteFile>(StringComparer.Ordinal);
        foreach (ZipArchiveEntry entry in archive.Entries.Where(entry => entry.Name.Length > 0))
            files[entry.FullName.Replace('\\', '/')] = ReadFile(entry);
        return files.ContainsKey("index.html") ? new SiteArchive(files) : throw new InvalidDataException("The console's zip has no index.html");
    }

    /// <summary>The console that was built into this assembly, or null when it was built without Node.</summary>
    public static SiteArchive? Embedded()
    {
        using Stream? zip = typeof(SiteArchive).Assembly.GetManifestResourceStream(ResourceName);
        return zip is null ? null : Read(zip);
    }

    /// <summary>The file at a path such as <c>assets/index-3fa1b2c4.js</c>, or null.</summary>
    public SiteFile? Find(string path) => _files.GetValueOrDefault(path);

    private static SiteFile ReadFile(ZipArchiveEntry entry)
    {
        byte[] content = new byte[entry.Length];
        using (Stream stream = entry.Open())
            stream.ReadExactly(content);
        string type = ContentTypes.TryGetContentType(entry.Name, out string? found) ? found : "application/octet-stream";
        return new SiteFile(content, type, $"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 16))}\"", HashedName().IsMatch(entry.FullName));
    }

    // Vite writes the hash of the content before the extension, and only below assets/.
    [GeneratedRegex(@"^assets/.+-[A-Za-z0-9_-]{8}\.[a-z0-9.]+$")]
    private static partial Regex HashedName();
}
