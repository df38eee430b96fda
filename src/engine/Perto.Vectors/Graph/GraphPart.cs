namespace Perto.Vectors;

/// <summary>One run of blocks of a graph.</summary>
/// <param name="Name">Its name in files.</param>
/// <param name="Blocks">Its bytes.</param>
/// <param name="Nodes">How many of its entries are in use.</param>
internal readonly record struct GraphPart(string Name, NodeBlocks Blocks, int Nodes);
