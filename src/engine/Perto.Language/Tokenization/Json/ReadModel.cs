namespace Perto.Language;

/// <summary>A model of pieces, and its tokens.</summary>
internal readonly record struct ReadModel(IPieceModel Model, Dictionary<string, int> Ids);
