namespace Perto.Vectors;

/// <summary>A column that holds codes, of which an index may keep the rows.</summary>
internal interface ICodedColumn
{
    /// <summary>The codes of a row; none where it has no value.</summary>
    ReadOnlySpan<int> CodesOf(int row);
}
