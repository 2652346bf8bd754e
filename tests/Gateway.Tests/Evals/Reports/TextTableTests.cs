using Gateway.Evals.Reports;

namespace Gateway.Tests.Evals.Reports;

public sealed class TextTableTests
{
    [Fact]
    public void Of_ColumnInWhichNoRowSaysAnything_IsLeftOut()
    {
        var table = TextTable.Of(["a", "b", "c"], [["1", "", ""], ["2", "", "3"]]);

        Assert.Equal(["a", "c"], table.Headers);
        Assert.Equal([["1", ""], ["2", "3"]], table.Rows);
    }
}
