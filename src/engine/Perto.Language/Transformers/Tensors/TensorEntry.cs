namespace Perto.Language;

/// <summary>What the header of a file says of a tensor.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">How its numbers are written.</param>
/// <param name="TypeName">The same as the file calls it.</param>
/// <param name="Shape">Its dimensions.</param>
/// <param name="Begin">Its first byte, counted from the end of the header.</param>
/// <param name="End">The byte after its last one.</param>
internal readonly record struct TensorEntry(string Name, TensorType Type, string TypeName, long[] Shape, long Begin, long End);
