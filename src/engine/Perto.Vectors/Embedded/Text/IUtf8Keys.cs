namespace Perto.Vectors;

/// <summary>Numbered texts that <see cref="HashSlots"/> lead to, as a struct so that its loops are compiled for it.</summary>
internal interface IUtf8Keys
{
    ulong Hash(int number);

    bool Is(int number, ReadOnlySpan<byte> text);

    bool AreSame(int number, int other);
}
