using System.Runtime.InteropServices;

namespace Perto.Vectors;

/// <summary>What the dictionary of a part says of a term. 24 bytes, as they lie in the part.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SparseTermEntry
{
    private const int FormShift = 24;

    /// <summary>Where the term's streams begin.</summary>
    public long Offset;

    public int Postings;
    private uint _entriesAndForm;

    /// <summary>The greatest impact or positive value, 0 if there is none.</summary>
    public float Highest;

    /// <summary>The greatest magnitude of a negative value, 0 if there is none.</summary>
    public float Lowest;

    public int Entries
    {
        readonly get => (int)(_entriesAndForm & ((1u << FormShift) - 1));
        set => _entriesAndForm = (_entriesAndForm & ~((1u << FormShift) - 1)) | (uint)value;
    }

    public SparseForm Form
    {
        readonly get => (SparseForm)(_entriesAndForm >> FormShift);
        set => _entriesAndForm = (uint)Entries | ((uint)value << FormShift);
    }
}
