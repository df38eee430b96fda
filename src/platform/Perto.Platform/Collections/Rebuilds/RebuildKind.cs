namespace Perto.Platform;

/// <summary>What is made anew of a derived collection.</summary>
public enum RebuildKind
{
    /// <summary>The copy in the vector store, from the embeddings of the database.</summary>
    Rebuild,

    /// <summary>The embeddings, under another model, beside the present ones; then the alias switches.</summary>
    Reembed,
}
