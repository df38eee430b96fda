using System.Security.Cryptography;
using System.Text;

namespace Perto.Platform;

/// <summary>One step of a module's schema.</summary>
/// <param name="Module">Name of the module.</param>
/// <param name="Number">Its place in the module's order, from 1.</param>
/// <param name="Name">What it does, from the file name.</param>
/// <param name="Text">The SQL as it stands in the file, with line feeds.</param>
internal sealed record Migration(string Module, int Number, string Name, string Text)
{
    /// <summary>How people find the file: <c>streaming 0002_views</c>.</summary>
    public string Title => $"{Module} {Number:0000}_{Name}";

    /// <summary>SHA-256 of <see cref="Text"/>, lower-case hexadecimal.</summary>
    public string Sha256 { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text)));
}
