namespace Perto.Language;

/// <summary>A piece of a word: a token, the code units that it stands for, and its neighbours.</summary>
internal struct WordPiece
{
    public int Id;
    public int Start;
    public int End;
    public int Previous;
    public int Next;
    public bool IsGone;
}
