namespace Perto.Vectors;

/// <summary>Numbered texts that <see cref="HashSlots"/> lead to, as a struct so that its loops are compiled for it.</summary>
internal interface IUtf8Keys
{
    ulong Hash(int number);

    ReadOnlySpan<byte> Text(int number);
}
