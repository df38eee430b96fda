namespace Perto.Platform;

/// <summary>A file of an export.</summary>
/// <param name="Name">In the archive.</param>
/// <param name="Source">The table, or the name of an <see cref="IPersonalDataSource"/>.</param>
/// <param name="Items">Rows or things in it.</param>
/// <param name="Length">Its length in bytes, unpacked.</param>
/// <param name="Sha256">SHA-256 of its bytes, lower-case hexadecimal.</param>
public sealed record ExportedFile(string Name, string Source, long Items, long Length, string Sha256);
