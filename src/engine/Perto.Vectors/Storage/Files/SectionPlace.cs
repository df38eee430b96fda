namespace Perto.Vectors.Storage;

/// <summary>Where a section lies.</summary>
internal readonly record struct SectionPlace(string Name, long Offset, long Length);
