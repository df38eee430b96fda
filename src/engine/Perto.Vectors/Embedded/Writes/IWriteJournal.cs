namespace Perto.Vectors;

/// <summary>
/// Takes down what writes do to a table, so that they can be done again. Called by one writer at a time; its owner calls
/// <see cref="EmbeddedCollection.Show"/> when a write may be seen.
/// </summary>
internal interface IWriteJournal
{
    /// <summary>Looks at an effect that is about to be applied. If it throws, the effect is not applied.</summary>
    void Prepare(WriteEffect effect);

    /// <summary>Takes the effect that was prepared and has been applied; gives its sequence, which is higher than all before.</summary>
    long Append();

    /// <summary>An effect was applied in part, or not taken: the table is ahead of the journal and takes no more writes.</summary>
    void Break(Exception fault);
}
