package dev.s3logkit.common.s3;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RetryBudgetTest {

    @Test
    void allowsAHundredTriesUntilSomeRequestsSucceed() {
        RetryBudget budget = new RetryBudget();
        for (int i = 0; i < 100; i++) {
            assertThat(budget.take()).isTrue();
        }
        assertThat(budget.take()).isFalse();
        for (int i = 0; i < 4; i++) {
            budget.succeeded(false);
        }
        assertThat(budget.take()).isFalse();
        budget.succeeded(false);
        assertThat(budget.take()).isTrue();
        budget.succeeded(true);
        assertThat(budget.take()).isTrue();
        assertThat(budget.take()).isFalse();
    }

    @Test
    void savesNoMoreThanItStartedWith() {
        RetryBudget budget = new RetryBudget();
        for (int i = 0; i < 10; i++) {
            budget.succeeded(true);
        }
        for (int i = 0; i < 100; i++) {
            assertThat(budget.take()).isTrue();
        }
        assertThat(budget.take()).isFalse();
    }
}
