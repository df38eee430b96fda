namespace Perto.Language;

/// <summary>What a character of a text does to the words around it.</summary>
internal enum CharacterKind
{
    /// <summary>Nothing: it is left out.</summary>
    Dropped,

    /// <summary>It ends a word.</summary>
    Space,

    /// <summary>It goes on with a word.</summary>
    Letter,

    /// <summary>It is a word by itself.</summary>
    Alone,

    /// <summary>It stands for several code points, or for one beyond the basic plane: see <see cref="BertCharacters.Expand"/>.</summary>
    Several,
}
