namespace Perto.Platform;

/// <summary>A file of an export.</summary>
/// <param name="Name">Its name in the folder, or behind the prefix.</param>
/// <param name="Rows">Rows in it.</param>
/// <param name="Bytes">Its length as it is stored.</param>
/// <param name="Sha256">The SHA-256 of those bytes in hexadecimal digits.</param>
public sealed record ExportedFeatureFile(string Name, long Rows, long Bytes, string Sha256);
