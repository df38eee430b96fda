namespace Perto.Vectors;

/// <summary>A question about one row of a chunk, as a struct so that its loop is compiled for it.</summary>
internal interface IRowTest
{
    bool Passes(int row);
}
