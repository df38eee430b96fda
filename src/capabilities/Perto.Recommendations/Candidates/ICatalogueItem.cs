namespace Perto.Recommendations;

/// <summary>Something that can be recommended: a film, a game, an advert.</summary>
public interface ICatalogueItem
{
    /// <summary>Dense index of the item inside its catalogue snapshot, from 0.</summary>
    int Ordinal { get; }

    /// <summary>The id that callers know.</summary>
    string Id { get; }
}
