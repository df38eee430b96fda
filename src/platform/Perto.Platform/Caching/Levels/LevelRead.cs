namespace Perto.Platform;

/// <summary>What a level holds under a key.</summary>
/// <param name="Stored">As it was written, or what <see cref="RemovalMark"/> left; null: nothing.</param>
/// <param name="Stamp">The versions of all tags that were asked for, as they were at this moment: what is made from here on belongs to them.</param>
public readonly record struct LevelRead(byte[]? Stored, byte[] Stamp);
