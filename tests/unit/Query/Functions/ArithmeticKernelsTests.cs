using Query.Functions;

namespace UnitTests.Query.Functions;

public sealed class ArithmeticKernelsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(64)]
    [InlineData(4096)]
    public void Kernels_agree_with_a_plain_loop_on_all_shapes(int rows)
    {
        Random random = new(Seed: rows);
        double[] values = [.. Enumerable.Range(0, rows).Select(_ => random.Next(8) == 0 ? 0 : (random.NextDouble() * 100) - 50)];
        double[] others = [.. Enumerable.Range(0, rows).Select(_ => random.Next(8) == 0 ? 0 : (random.NextDouble() * 100) - 50)];
        double[] one = [3.5];

        Check(ArithmeticKernels.Add, (left, right) => left + right);
        Check(ArithmeticKernels.Subtract, (left, right) => left - right);
        Check(ArithmeticKernels.Multiply, (left, right) => left * right);
        Check(ArithmeticKernels.Divide, (left, right) => left / right);
        Check(ArithmeticKernels.Remainder, (left, right) => left % right);

        void Check(ArithmeticKernels.DoubleKernel kernel, Func<double, double, double> plain)
        {
            double[] result = new double[rows];
            kernel(values, others, result);
            Assert.Equal(values.Zip(others, plain), result);
            kernel(values, one, result);
            Assert.Equal(values.Select(value => plain(value, 3.5)), result);
            kernel(one, others, result);
            Assert.Equal(others.Select(value => plain(3.5, value)), result);
        }
    }
}
