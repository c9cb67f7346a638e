namespace Query.Aggregates;

/// <summary>Finds the item that would be at a place if the items were sorted.</summary>
internal static class Selection
{
    /// <summary>Reorders <paramref name="values"/> and returns what sorting would put at <paramref name="index"/>; NaN sorts last.</summary>
    public static double Nth(Span<double> values, int index)
    {
        int low = 0;
        int high = MoveNaNs(values) - 1;
        if (index > high)
        {
            return double.NaN;
        }

        while (high - low > 32)
        {
            double pivot = Median(values[low], values[low + ((high - low) / 2)], values[high]);
            (int left, int right) = Split(values, low, high, pivot);
            if (index <= right)
            {
                high = right;
            }
            else if (index >= left)
            {
                low = left;
            }
            else
            {
                return pivot;
            }
        }

        values[low..(high + 1)].Sort();
        return values[index];
    }

    private static int MoveNaNs(Span<double> values)
    {
        int numbers = values.Length;
        for (int i = 0; i < numbers; i++)
        {
            while (i < numbers && double.IsNaN(values[i]))
            {
                (values[i], values[numbers - 1]) = (values[numbers - 1], values[i]);
                numbers--;
            }
        }

        return numbers;
    }

    /// <summary>Up to right: at most the pivot; from left: at least the pivot; between them: the pivot.</summary>
    private static (int Left, int Right) Split(Span<double> values, int low, int high, double pivot)
    {
        int left = low;
        int right = high;
        while (left <= right)
        {
            while (values[left] < pivot)
            {
                left++;
            }

            while (values[right] > pivot)
            {
                right--;
            }

            if (left <= right)
            {
                (values[left], values[right]) = (values[right], values[left]);
                left++;
                right--;
            }
        }

        return (left, right);
    }

    private static double Median(double a, double b, double c) => Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
}
