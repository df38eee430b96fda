namespace Perto.Vectors.Storage;

/// <summary>What the footer of a <see cref="BlockFile"/> says.</summary>
/// <param name="Version">Version of the kind.</param>
/// <param name="Table">Offset of the table of checksums: what stands before it is checked by it.</param>
/// <param name="Directory">Offset of the directory.</param>
/// <param name="Length">Bytes of the file.</param>
internal readonly record struct BlockFileFooter(int Version, long Table, long Directory, long Length);
