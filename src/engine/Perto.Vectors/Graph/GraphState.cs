namespace Perto.Vectors;

/// <summary>What a graph is beside its blocks: with them, all that a file must hold.</summary>
/// <param name="Count">Nodes.</param>
/// <param name="UpperLists">Lists of higher levels.</param>
/// <param name="Entry">Where searches begin; -1 in an empty graph.</param>
/// <param name="EntryLevel">The highest level of the entry.</param>
internal readonly record struct GraphState(int Count, int UpperLists, int Entry, int EntryLevel);
