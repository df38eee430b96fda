namespace Perto.Learning;

/// <summary>One user did something with one item.</summary>
/// <param name="User">Index of the user, from 0.</param>
/// <param name="Item">Index of the item, from 0.</param>
/// <param name="Weight">How much it counts: positive and finite, 1 where nothing else is known.</param>
public readonly record struct Interaction(int User, int Item, float Weight = 1);
